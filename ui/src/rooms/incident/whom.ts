import type { Phone } from '../../backend'

const SPOKEN = /（.*?）/g

/** 消防救援0000-119、120：whom to ask, each with the number of the first 常用电话 that goes by that name. */
export function whomToAsk(ask: string, phones: readonly Phone[]): string {
  const withNumber = (who: string) => {
    const name = who.replace(SPOKEN, '')
    return who + (phones.find((phone) => name && phone.name.includes(name))?.number ?? '')
  }
  return ask ? ask.split('、').map(withNumber).join('、') : ''
}
