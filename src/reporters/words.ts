import type { Location } from '../types.ts'

/** Spells out what a terminal would obey. */
export function clean(text: string): string {
  return text.replace(control, character =>
    character === '\t' ? '\t' : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

export function plural(number: number, noun: string, nouns = `${noun}s`): string {
  return `${grouped(number)} ${number === 1 ? noun : nouns}`
}

/** 12,345. The locale data of `toLocaleString` takes longer to load than a file takes to lint. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Where it stands in its file: `12:5`, in a notebook `cell 3:12:5`. */
export function placeIn({ cell, line, column }: Location): string {
  return `${cell === undefined ? '' : `cell ${cell}:`}${line}:${column}`
}
