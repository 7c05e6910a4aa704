import { expect, test } from 'vitest'

const PAGES = import.meta.glob<string>('./**/*.vue', { query: '?raw', import: 'default', eager: true })

/** Sentences in a colour, with where they stand. */
function coloured(tone: string): string[] {
  return Object.entries(PAGES).flatMap(([page, text]) =>
    (text.match(new RegExp(`<Notice\\b[^>]*tone="${tone}"`, 'g')) ?? []).map(() => page.replace(/.*\//, '')),
  )
}

test('a sentence is red only where something was not sent; other trouble is ink with a sign, what was done is plain', () => {
  expect(coloured('late').sort(), 'a report and an information that the upstream refused').toEqual(['InformationSent.vue', 'SentColumn.vue'])
  expect(coloured('near'), 'amber is near, not every notice').toEqual([])
  expect(coloured('done'), 'green is the system of record or a signature, not a file that was written').toEqual([])
  expect(coloured('trouble').length, 'the signs are there').toBeGreaterThan(40)
})
