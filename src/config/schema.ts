import type { Profile, Rule } from '../types.ts'
import type { Shape } from './check.ts'

const severities: Shape = { title: 'severity', enum: ['off', 'warning', 'error'] }
const severityAlone: Shape = {
  title: 'severities',
  type: 'array',
  prefixItems: [severities],
  minItems: 1,
  maxItems: 1,
}
const strings: Shape = { type: 'array', items: { type: 'string', minLength: 1 } }

/**
 * The JSON Schema of a configuration. The one that is shipped is `open`: it lets plug-ins have any rules and profiles. With
 * a plug-in at hand, it is made from what the plug-in has.
 */
export function configSchema(
  rules: Readonly<Record<string, Rule>>,
  profiles: Readonly<Record<string, Profile>>,
  { open }: { open: boolean },
): Shape {
  const names: Shape = { title: 'profile', enum: Object.keys(profiles) }
  const profile: Shape = {
    description: 'Whose rules hold.',
    ...(open ? { anyOf: [names, { type: 'string', pattern: '/' }] } : names),
  }
  const settings: Shape = {
    description: 'A severity, or a severity with options, for each rule.',
    title: 'rule',
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(rules).map(([id, { meta }]) => [
        id,
        { description: meta.description, ...settingSchema(optionsSchema(id, rules)) },
      ]),
    ),
    ...(open && { patternProperties: { '/': settingSchema({}) } }),
    additionalProperties: false,
  }
  const baseUrl: Shape = {
    description: 'The URL that requests with these tools go to.',
    type: 'string',
    format: 'uri',
  }
  const files: Shape = {
    description: 'Patterns as in .gitignore, with {a,b}.',
    type: 'array',
    items: { type: 'string', minLength: 1, format: 'gitignore' },
  }
  return {
    title: 'setting',
    description: 'The configuration of strictcall.',
    type: 'object',
    properties: {
      $schema: { type: 'string' },
      extends: {
        description: 'Configurations to start from: paths and names of packages.',
        anyOf: [{ type: 'string', minLength: 1 }, strings],
      },
      files: {
        ...files,
        description: 'What is linted when no file is named, and all that is taken from folders and globs.',
      },
      ignores: { ...files, description: 'What is never linted, also when it is named.' },
      profile,
      rules: settings,
      plugins: {
        description: 'Modules that export rules and profiles, by the name that their ids begin with.',
        type: 'object',
        ...(open && { additionalProperties: { type: 'string', minLength: 1 } }),
      },
      overrides: {
        description: 'What is different for some files, some tools or some places. Later ones win.',
        type: 'array',
        items: {
          title: 'setting',
          type: 'object',
          properties: {
            files,
            ignores: files,
            tools: { ...strings, description: 'Names of tools, with * and ?.' },
            pointers: {
              description: 'JSON Pointers; each stands for what is inside too, and * for one segment.',
              type: 'array',
              items: { type: 'string', format: 'json-pointer' },
            },
            profile,
            rules: settings,
            baseUrl,
          },
          additionalProperties: false,
        },
      },
      baseUrl,
      imports: { ...strings, description: 'Modules to lint live values of, as in --import.' },
      mcp: { ...strings, description: 'MCP servers to lint the tools of, as in --mcp.' },
    },
    additionalProperties: false,
  }
}

function settingSchema(options: Shape | undefined): Shape {
  if (!options) return { anyOf: [severities, severityAlone] }
  const list: Shape = { type: 'array', prefixItems: [severities, options], minItems: 1, maxItems: 2 }
  return { anyOf: [severities, list] }
}

/** What a rule takes as options; nothing is known of those of other people that do not say. */
function optionsSchema(id: string, rules: Readonly<Record<string, Rule>>): Shape | undefined {
  const properties = rules[id]!.meta.options
  if (properties) return { title: 'option', type: 'object', properties, additionalProperties: false }
  return id.includes('/') ? {} : undefined
}
