import { ref, watchEffect } from 'vue'

export type Theme = 'system' | 'light' | 'dark'
export type Size = 100 | 125 | 150 | 200

const THEMES: readonly Theme[] = ['system', 'light', 'dark']
const SIZES: readonly Size[] = [100, 125, 150, 200]

function kept<T>(key: string, allowed: readonly T[], usual: T): T {
  try {
    const found = allowed.find((value) => String(value) === localStorage.getItem(key))
    return found ?? usual
  } catch {
    return usual
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Without storage the choice lasts until the window is closed.
  }
}

export const theme = ref<Theme>(kept('zhiban.theme', THEMES, 'system'))
export const size = ref<Size>(kept('zhiban.size', SIZES, 100))

/** Applies the choices to the page, now and whenever they or the machine's own change. */
export function followTheme(): void {
  const machine = window.matchMedia?.('(prefers-color-scheme: dark)')
  const dark = ref(machine?.matches ?? false)
  machine?.addEventListener('change', (event) => (dark.value = event.matches))
  watchEffect(() => {
    const root = document.documentElement
    root.dataset.theme = theme.value === 'system' ? (dark.value ? 'dark' : 'light') : theme.value
    root.style.fontSize = `${size.value}%`
    keep('zhiban.theme', theme.value)
    keep('zhiban.size', String(size.value))
  })
}
