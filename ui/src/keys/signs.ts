/**
 * The signs that act, by every key that a hand finds for them: a laptop wants Shift for `*` and `+`, where `;` and `=` are
 * one key; a Chinese input method writes `、` for `/` and wide forms of the others.
 */
const SAME: Readonly<Record<string, string>> = {
  ';': '*', '；': '*', '＊': '*', '×': '*',
  '=': '+', '＝': '+', '＋': '+',
  '、': '/', '／': '/',
  '－': '-', '—': '-',
  '？': '?',
}

/** The sign that this key, or what an input method wrote for it, stands for; any other key is itself. */
export function sign(key: string): string {
  return SAME[key] ?? key
}
