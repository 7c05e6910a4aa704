import { day } from '../../time/beijing'

/** 2026年1月1日, of a pack's date. */
export function packDay(at: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(at) ? `${at.slice(0, 4)}年${day(`${at}T00:00:00Z`)}` : at
}
