import type { DraftTownship } from '../../backend'

/** A row nobody wrote in. */
export function blankTown({ town, numbers }: DraftTownship): boolean {
  return town === '' && Object.values(numbers).every((typed) => typed === '')
}

/** As it is kept: without what nobody wrote in. */
export function keptTowns(rows: readonly DraftTownship[]): DraftTownship[] {
  const own = (row: DraftTownship) => ({
    town: row.town,
    numbers: Object.fromEntries(Object.entries(row.numbers).filter(([, typed]) => typed !== '').sort(([a], [b]) => (a < b ? -1 : 1))),
  })
  return rows.filter((row) => !blankTown(row)).map(own)
}
