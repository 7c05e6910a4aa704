/** The clause on which something rests, and whether nobody has read the source itself yet. */
export function cited({ cite, verified }: { cite: string; verified: boolean }): string {
  return verified ? cite : `${cite}（出处待核）`
}
