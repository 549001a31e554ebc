import type { CompletionArguments } from '../completion/index.ts'
import type { Verb } from './option.ts'

export const completion: Verb = {
  usage: 'completion [shell]',
  describe: 'Print a script that completes commands in bash, zsh or fish',
  positionals: { shell: 'bash, zsh or fish; by default the shell that $SHELL names' },
  options: {},
  examples: [
    ['eval "$($0 completion bash)"', 'In ~/.bashrc'],
    ['eval "$($0 completion zsh)"', 'In ~/.zshrc, after compinit'],
    ['$0 completion fish > ~/.config/fish/completions/strictcall.fish', 'Once'],
  ],
  run: async args => (await import('../completion/index.ts')).completionCommand(args as CompletionArguments),
}
