import type { LoadedDocument } from '../loaders/index.ts'
import type { Pointer } from '../pointer.ts'
import { parentOf } from '../pointer.ts'
import type { Operation } from '../types.ts'
import { type Draft, targetOf } from './draft.ts'
import { memberOf, type Node } from './nodes.ts'
import type { Sharing } from './sharing.ts'

/** Deeper in a document, a place takes more text to name than people write. */
const LONGEST_PLACE = 100_000

/** Tells which patches can be written: not those that would change more than one value, or an object that repeats a key. */
export function createGuard(
  { duplicateKeys }: LoadedDocument,
  sharing: Sharing | undefined,
): (draft: Draft, patch: readonly Operation[]) => boolean {
  const repeating = new Set(duplicateKeys.map(({ pointer }) => parentOf(pointer)))

  function mayChange(draft: Draft, place: Pointer): boolean {
    if (place.length > LONGEST_PLACE) return false
    if (!sharing && repeating.size === 0) return true
    const passed: Node[] = []
    const target = targetOf(draft, place, node => passed.push(node))
    const holder = passed.at(-1)
    if (!target) return true
    if (holder?.from !== undefined && repeating.has(holder.from)) return false
    const member = memberOf(target.content, target.key)
    return (
      passed.every(({ from }) => from === undefined || sharing?.mayChangeInside(from) !== false) &&
      (member?.node.from === undefined || sharing?.mayTakeAway(member.node.from) !== false)
    )
  }

  return (draft, patch) =>
    patch.every(operation =>
      (operation.op === 'move' ? [operation.from, operation.path] : [operation.path]).every(place =>
        mayChange(draft, place),
      ),
    )
}
