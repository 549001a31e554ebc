import { child } from '../../pointer.ts'
import type { Pointer } from '../../types.ts'
import { isObject } from '../../walk.ts'
import type { Draft, Notes, Place } from '../ir.ts'
import type { Marker } from '../types.ts'
import { repeatsName } from './strict.ts'
import type { Branch } from './union.ts'

/** What the report says about each encoding. */

/** What an alternative says to people, with what its encoding adds. */
export function notesOf({ alternative }: Branch): Notes {
  const { notes } = alternative
  if (alternative.kind !== 'json') return notes
  return { ...notes, words: [alternative.type ? 'JSON object as text' : 'JSON text', ...notes.words] }
}

/** How an alternative is written, where that is not as it was. */
export function encodingDraft(branch: Branch, origin: Pointer): Draft[] {
  const messages = messagesOf(branch)
  if (messages.length === 0) return []
  const from = branch.alternative.sources[0]?.pointer ?? origin
  return messages.map(message => ({ kind: 'encoded', message, from: from.startsWith('#') ? origin : from }))
}

function messagesOf({ alternative, codec }: Branch): string[] {
  const messages: string[] = []
  switch (alternative.kind) {
    case 'literals':
      messages.push('The values become strings: strict is only known to take lists of strings.')
      break
    case 'json':
      messages.push(
        alternative.type
          ? 'The object says nothing of its properties: it becomes JSON text.'
          : 'Any value fits: it becomes JSON text.',
      )
      break
    case 'tuple':
      messages.push('The items become the properties `0`, `1`, … of an object.')
      break
    case 'object':
      if (alternative.extras.length > 0) {
        messages.push(
          alternative.properties.size === 0
            ? 'The map becomes an array of `{key, value}`.'
            : 'Properties that are not declared become an array of `{key, value}`.',
        )
      } else if (alternative.properties.size === 0)
        messages.push('The object is empty: the property `_` stands in.')
      for (const name of alternative.properties.keys()) {
        if (!name.isWellFormed())
          messages.push(`\`${name.toWellFormed()}\` is renamed: its name is no valid text.`)
      }
      break
    default:
  }
  if (codec?.kind === 'box')
    messages.push(
      `It stands in the property \`${codec.property}\` of an object, to be told from the other branches.`,
    )
  return messages
}

export function optionalDraft({ origin }: Place, absent: Marker): Draft {
  const message = `It may be left out: \`${JSON.stringify(absent)}\` stands for that.`
  return { kind: 'encoded', message, from: origin }
}

export function boxDraft(from: Pointer): Draft {
  return { kind: 'encoded', message: 'It stands in the property `value` of an object.', from }
}

/** An array of at most one can hold more, which the original has no place for. */
export function maybeDrafts({ shape, nullable, origin }: Place): Draft[] {
  const drafts: Draft[] = [
    {
      kind: 'encoded',
      message: `It becomes an array of at most one${nullable ? ', and `null` an empty one' : ''}.`,
      from: origin,
    },
  ]
  const message = 'Strict cannot demand that the array holds one item at most.'
  for (const { kind, sources } of shape.alternatives) {
    for (const { schema, pointer } of sources) {
      // Two items look like a list, where the value may be one; elsewhere its type is what they break.
      if (kind === 'array' || kind === 'tuple') drafts.push({ kind: 'weakened', message, from: pointer })
      for (const keyword of ['type', 'enum', 'const']) {
        if (!isObject(schema) || !Object.hasOwn(schema, keyword)) continue
        drafts.push({ kind: 'weakened', message, keyword, from: child(pointer, keyword) })
      }
    }
  }
  return drafts
}

/** A title that was left out. */
export function titleDraft(notes: Notes, name: string): Draft[] {
  if (!repeatsName(notes, name)) return []
  return [
    {
      kind: 'safe',
      message: '`title` repeats the name, and is left out.',
      keyword: 'title',
      from: notes.titleAt!,
    },
  ]
}
