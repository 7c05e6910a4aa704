import type { Grade, Grading } from '../backend'

export const GRADES: readonly Grade[] = ['ordinary', 'large', 'major', 'extraordinary']

export const GRADE: Record<Grade, string> = {
  ordinary: '一般',
  large: '较大',
  major: '重大',
  extraordinary: '特别重大',
}

/** 初判（就高）较大 where it may be more than what is confirmed; else the confirmed grade. */
export function gradeWords(grading: Grading): string {
  const { confirmed, possible } = grading
  if (possible && possible.grade !== confirmed?.grade) return `初判（就高）${GRADE[possible.grade]}`
  return confirmed ? GRADE[confirmed.grade] : ''
}
