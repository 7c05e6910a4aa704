import type { Paper, PaperSheet } from '../../backend'

/** 〔2026〕第018期　特急　内部资料 注意保存 */
export function paperHead(paper: Paper): string {
  return [paper.number, paper.urgency, paper.mark].filter(Boolean).join('　')
}

/** One sheet as plain text, as it is printed. */
export function paperText(paper: Paper, sheet: PaperSheet): string {
  const body = sheet.body.split('\n').map((line) => line && `　　${line}`)
  const copies = sheet.copies && `抄送：${sheet.copies}`
  const lines = [paper.masthead, paperHead(paper), sheet.title, sheet.to && `${sheet.to}：`, ...body, paper.unit, paper.date, copies, paper.tail]
  return lines.filter(Boolean).join('\n')
}
