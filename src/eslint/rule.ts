import type { Rule } from 'eslint'
import type { Diagnostic } from '../types.ts'
import { isJson } from './documents.ts'
import { enable, type Finding, findingsOf } from './lint.ts'

export interface RuleInfo {
  description: string
  url: string
  fixable: 'safe' | 'unsafe' | undefined
  recommended: boolean
}

/** One of our rules as a rule of ESLint. */
export function eslintRule(
  id: string,
  { description, url, fixable, recommended }: RuleInfo,
): Rule.RuleModule {
  return {
    meta: {
      type: 'problem',
      docs: { description, url, recommended },
      ...(fixable && { fixable: 'code', hasSuggestions: true }),
      schema: [{ type: 'object' }],
    },
    create(context) {
      enable(id, context)
      const report = () => {
        for (const finding of findingsOf(id, context)) context.report(descriptor(finding, context))
      }
      // The root of a JSON file, and that of a program.
      return { Document: report, Program: report }
    },
  }
}

function descriptor({ diagnostic, edit }: Finding, context: Rule.RuleContext): Rule.ReportDescriptor {
  const { message, fix } = diagnostic
  const problem = { loc: locationOf(diagnostic, isJson(context) ? 1 : 0), message }
  if (!edit) return problem
  const write = (fixer: Rule.RuleFixer) => fixer.replaceTextRange([edit.start, edit.end], edit.text)
  if (fix?.safe) return { ...problem, fix: write }
  return { ...problem, suggest: [{ desc: 'Fix it, which changes what the tool accepts.', fix: write }] }
}

function locationOf({ location }: Diagnostic, firstColumn: 0 | 1) {
  const { line, column, endLine, endColumn } = location!
  const shift = firstColumn - 1
  return {
    start: { line, column: column + shift },
    end: { line: endLine, column: endColumn + shift },
  }
}
