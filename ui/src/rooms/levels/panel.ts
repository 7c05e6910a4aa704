import { reactive } from 'vue'

import type { Demand } from '../../backend'

/** The small form that is open: of what it is stays as it was when it was opened, whatever arrives meanwhile. */
export type Panel =
  | { is: 'sign'; entry: string; word: string; of: string }
  | { is: 'directive'; demand: Demand; to: string | null; about: string | null; extends: string | null; of: string }
  | { is: 'told'; unit: string | null }
  | { is: 'answer'; directive: string; of: string }
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
  const forget = (panel: Panel) => void entries.delete(JSON.stringify(panel))
  return { entryOf, forget }
}
