import { GRADE, type Grading } from '../backend'

/** 初判（就高）较大 where it may be more than what is confirmed; else the confirmed grade. */
export function gradeWords(grading: Grading): string {
  const { confirmed, possible } = grading
  if (possible && possible.grade !== confirmed?.grade) return `初判（就高）${GRADE[possible.grade]}`
  return confirmed ? GRADE[confirmed.grade] : ''
}
