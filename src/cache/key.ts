import { createHash } from 'node:crypto'

/**
 * What a result is kept under: equal exactly when the bytes are, and all else that the result depends on.
 *
 * @param settings everything besides the bytes, as a text
 */
export function keyOf(settings: string, bytes: Uint8Array): string {
  // The length keeps the two apart, whatever is in them.
  return createHash('sha256').update(`${settings.length}:${settings}`).update(bytes).digest('base64')
}
