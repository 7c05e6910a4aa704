/** The rows in which every word that was typed occurs somewhere. */
export function among<T>(rows: readonly T[], sought: string, texts: (row: T) => readonly string[]): readonly T[] {
  const words = sought.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (!words.length) return rows
  return rows.filter((row) => {
    const text = texts(row).join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
