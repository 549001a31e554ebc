/**
 * strictcall as a plugin for ESLint 9 and 10: each of our rules is a rule of ESLint, for the files of `@eslint/json` and
 * for JavaScript and TypeScript.
 *
 * @example
 * import json from '@eslint/json'
 * import strictcall from 'strictcall/eslint'
 * export default [
 *   { files: ['tools/*.json'], plugins: { json }, language: 'json/json', ...strictcall.configs.recommended },
 * ]
 */

import type { ESLint, Linter } from 'eslint'
import { profiles } from '../registry.ts'
import { rules } from '../rules.ts'
import { pageOf } from '../settings.ts'
import type { Profile } from '../types.ts'
import { version } from '../version.ts'
import { eslintRule } from './rule.ts'

const recommended = profiles.deepseek!

const ambiguousTool = eslintRule('ambiguous-tool', {
  description: 'Disallow what could be two kinds of tool.',
  url: pageOf('README'),
  fixable: undefined,
  recommended: true,
})

interface Plugin extends ESLint.Plugin {
  configs: Record<string, Linter.Config>
}

const plugin: Plugin = {
  meta: { name: 'strictcall', version, namespace: 'strictcall' },
  rules: {
    'ambiguous-tool': ambiguousTool,
    ...Object.fromEntries(
      Object.entries(rules).map(([id, { meta }]) => [
        id,
        eslintRule(id, {
          description: meta.description,
          url: meta.url ?? pageOf(id),
          fixable: meta.fixable,
          recommended: recommended.rules[id]?.severity !== 'off',
        }),
      ]),
    ),
  },
  configs: {},
}

/** A profile as a configuration: its rules with its severities. */
function configOf(name: string, profile: Profile): Linter.Config {
  const severities = Object.entries(profile.rules).flatMap(
    ([id, { severity }]): [string, Linter.RuleSeverity][] =>
      severity === 'off' ? [] : [[`strictcall/${id}`, severity === 'error' ? 'error' : 'warn']],
  )
  return {
    name: `strictcall/${name}`,
    plugins: { strictcall: plugin },
    settings: { strictcall: { profile: profile.name } },
    rules: { 'strictcall/ambiguous-tool': 'error', ...Object.fromEntries(severities) },
  }
}

plugin.configs.recommended = configOf('recommended', recommended)
for (const [name, profile] of Object.entries(profiles)) plugin.configs[name] = configOf(name, profile)

export default plugin
