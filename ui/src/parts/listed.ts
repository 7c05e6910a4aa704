/** A table of words as a list, in the order of its digits. */
export function listed<Code extends string>(table: Readonly<Record<Code, string>>): Array<{ id: Code; word: string }> {
  return (Object.keys(table) as Code[]).map((id) => ({ id, word: table[id] }))
}
