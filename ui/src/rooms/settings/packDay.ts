import { day } from '../../time/beijing'

/** 2026年1月1日, of a pack's date; nothing where it cannot be read. */
export function packDay(at: string | null): string {
  if (at === null) return ''
  return /^\d{4}-\d\d-\d\d$/.test(at) ? `${at.slice(0, 4)}年${day(`${at}T00:00:00Z`)}` : at
}
