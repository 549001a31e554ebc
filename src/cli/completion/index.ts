import path from 'node:path'
import { nearest } from '../../nearest.ts'
import { UsageError } from '../../usage-error.ts'
import { standardOutput } from '../print.ts'
import { bash } from './bash.ts'
import { fish } from './fish.ts'
import { shells } from './words.ts'
import { zsh } from './zsh.ts'

export interface CompletionArguments {
  shell?: string
}

/** `strictcall completion`: prints a script for a shell, by default the user's own. */
export async function completionCommand({ shell }: CompletionArguments): Promise<number> {
  const name = shell ?? path.basename(process.env.SHELL ?? '')
  const known = shells.find(known => known === name)
  if (!known) {
    const meant = nearest(name, shells)
    throw new UsageError(
      `There is completion for ${shells.join(', ')}, not for "${name}"${meant ? `: did you mean "${meant}"?` : '.'}`,
    )
  }
  standardOutput.write({ bash, zsh, fish }[known]())
  return 0
}
