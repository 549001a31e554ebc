import { tokens } from '../../pointer.ts'
import type { Shape } from '../ir.ts'
import { definitionKeywords } from '../read/notes.ts'

/** The name, or the first with a number behind it that is not taken. */
export function freeName(stem: string, taken: { has(name: string): boolean }): string {
  let name = stem
  for (let i = 2; taken.has(name); i++) name = `${stem}_${i}`
  return name
}

/** What a definition is called after something of any name. */
export function definitionName(name: string): string {
  const clean = name.replace(/[^A-Za-z0-9_.-]+/g, '_').replace(/^_+|_+$/g, '')
  // Many a validator takes what every object inherits for a member.
  return clean === '' || clean in {} ? 'part' : clean
}

/** What a shape would be called: the name of the definition it comes from, else that of its place. */
export function nameOf({ conjunction, name }: Shape): string {
  for (const { pointer } of conjunction) {
    const last = pointer.lastIndexOf('/')
    const holder = pointer.slice(pointer.lastIndexOf('/', last - 1) + 1, last)
    if (definitionKeywords.has(holder)) return tokens(pointer.slice(last))![0]!
  }
  return name
}
