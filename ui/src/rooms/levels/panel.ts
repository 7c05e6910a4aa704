import { reactive } from 'vue'

import type { Demand } from '../../backend'

/** The small form that is open: of what it is stays as it was when it was opened, whatever arrives meanwhile. */
export type Panel =
  | { is: 'sign'; entry: string; word: string; of: string }
  | { is: 'directive'; demand: Demand; to: string | null; about: string | null; extends: string | null; of: string }
  | { is: 'told'; unit: string | null }
  | { is: 'answer'; directive: string; of: string }
  | { is: 'extended'; directive: string; of: string }
  | { is: 'part'; other: string; of: string }

/** What was typed into a form stays with it until it was sent, also where the form was put away for a while. */
export function useEntries() {
  const entries = new Map<string, Record<string, string>>()
  function entryOf<Line extends string>(panel: Panel, blank: Record<Line, string>): Record<Line, string> {
    const key = JSON.stringify(panel)
    const kept = entries.get(key) ?? reactive<Record<string, string>>({ ...blank })
    entries.set(key, kept)
    return kept as Record<Line, string>
  }
  /** Answers the name that was given with it. */
  function forget(panel: Panel): string {
    const key = JSON.stringify(panel)
    const { by = '', issued_by = '' } = entries.get(key) ?? {}
    entries.delete(key)
    // Who granted more time is nobody of ours.
    return panel.is === 'extended' ? '' : (by || issued_by).trim()
  }
  return { entryOf, forget }
}
