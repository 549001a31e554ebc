import type { Evidence } from '../../src/types.ts'
import { defineProfile } from '../profile.ts'

const guide = 'https://api-docs.deepseek.com/guides/tool_calls'
const reference = 'https://api-docs.deepseek.com/api/create-chat-completion'

const documented = (cite = guide, note?: string): Evidence => ({
  level: 'documented',
  cite,
  ...(note && { note }),
})
/** A server's answer that somebody published: `owner/repo#number` is an issue or a pull request on GitHub. */
const observed = (thread: string, note?: string): Evidence => ({
  level: 'observed',
  cite: `https://github.com/${thread.replace('#', '/issues/')}`,
  ...(note && { note }),
})
const inferred = (note: string): Evidence => ({ level: 'inferred', note })
const unknown = (note: string): Evidence => ({ level: 'unknown', note })
const local = (note: string): Evidence => ({ level: 'local', note })

const strict = 'Invalid tool parameters schema : '
const untyped = `${strict}one of \`type\`, \`anyOf\`, \`$ref\` field is required`
const empty = 'An object with no properties is not allowed.'
const incomplete = 'Required properties must match all properties in the object'
const notAnObject =
  "Invalid schema for function '‹name›': schema must be a JSON Schema of 'type: \"object\"', got 'type: ‹t›'."

const numeric = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'const']

const keywords = {
  supported: {
    any: ['type', 'enum', 'anyOf', '$ref', '$defs', '$def'],
    // `const` is documented for numbers; on strings it was sent and taken (tagged unions).
    string: ['pattern', 'format', 'const'],
    number: numeric,
    integer: numeric,
    array: ['items'],
    object: ['properties', 'required', 'additionalProperties'],
  },
  unverified: {
    any: ['definitions', 'contentEncoding', 'contentMediaType', 'contentSchema'],
    number: ['format'],
    integer: ['format'],
    boolean: ['const'],
    null: ['const'],
    array: ['const'],
    object: ['const'],
  },
}

const unknownType = "‹value› is not valid under any of the schemas listed in the 'anyOf' keyword"
const notAnArray = '‹value› is not of type "array"'
const branchWithoutType = `${strict}field \`anyOf\`: missing field \`type\``
const notInArrays = `${strict}field \`type\`: unknown variant \`‹object/array›\`, expected one of \`string\`, \`number\`, \`integer\`, \`boolean\`, \`null\``
const unknownFormat = 'unknown variant `‹format›`'
const map = 'invalid type: map, expected a boolean'
const badPattern = 'Invalid schema for function \'‹name›\': "‹pattern›" is not a "regex"'
const badName =
  "Invalid 'tools[‹i›].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'."
const noToolType =
  'Failed to deserialize the JSON body into the target type: tools[‹i›]: missing field `type` ‹…›'
const thinking = 'Thinking mode does not support this tool_choice'
const noJsonSchema = 'This response_format type is unavailable now'

/**
 * Function calling in strict mode at api.deepseek.com/beta.
 *
 * The server looks at a request in three steps, and stops at the first error: (1) the body and each schema against the
 * meta-schema, strict or not; (2a) a typed reading of each strict schema, then (2b) rules about its objects. Only the first
 * names the tool; none says the place.
 */
export const deepseek = defineProfile({
  name: 'deepseek',
  title: 'DeepSeek, strict function calling (beta)',
  docs: guide,
  checked: '2026-11-21',
  rules: {
    'no-annotations': {
      severity: 'off',
      evidence: local('Annotations cost tokens and are otherwise harmless.'),
    },
    'no-any-of-siblings': {
      severity: 'error',
      gate: 2,
      options: keywords,
      evidence: { level: 'observed', note: 'Two field reports: the `type` wins, and the union is ignored.' },
      cases: { object: { serverText: empty } },
    },
    'no-duplicate-keys': {
      severity: 'error',
      evidence: local('JSON parsers keep the last member of a name.'),
    },
    'no-empty-objects': {
      severity: 'error',
      gate: 2,
      serverText: empty,
      evidence: observed('weave-os/router#163'),
      cases: {
        root: {
          evidence: observed(
            'Yeachan-Heo/gajae-code#2757',
            'Nested empty objects are refused for certain; a root without properties was among the refused ones but not isolated.',
          ),
        },
      },
    },
    'no-endless-recursion': {
      severity: 'error',
      gate: 2,
      evidence: inferred('No finite value fits, so no answer of the model can.'),
    },
    'no-json-schema-response-format': {
      severity: 'error',
      serverText: noJsonSchema,
      evidence: observed('BerriAI/litellm#42245'),
    },
    'no-legacy-functions': {
      severity: 'error',
      evidence: documented(reference, 'The reference has `tools` and `tool_choice` only.'),
    },
    'no-lone-surrogates': {
      severity: 'error',
      gate: 1,
      evidence: {
        level: 'observed',
        note: 'Two field reports: the JSON parser of the server refuses the body.',
      },
    },
    'no-misplaced-keywords': {
      severity: 'warning',
      options: keywords,
      evidence: unknown('The typed reading may ignore the keyword or refuse it.'),
    },
    'no-ref-siblings': {
      severity: 'warning',
      options: keywords,
      evidence: unknown('Two clients that list what they send allow only `description`.'),
    },
    'no-slow-patterns': {
      severity: 'warning',
      evidence: local('It is your own program that runs the pattern.'),
    },
    'no-unenforceable-patterns': {
      severity: 'warning',
      options: { dialect: 'rust' },
      evidence: inferred('The pattern compiles, but a grammar over tokens cannot follow it.'),
    },
    'no-unsupported-formats': {
      severity: 'error',
      gate: 2,
      options: { formats: ['email', 'hostname', 'ipv4', 'ipv6', 'uuid'] },
      serverText: unknownFormat,
      evidence: observed(
        'weave-os/router#163',
        'Documented as a list of five; the answer is on record for `uri`.',
      ),
    },
    'no-unsupported-keywords': {
      severity: 'error',
      gate: 2,
      options: keywords,
      evidence: documented(
        guide,
        'Length and size limits are called unsupported; no refusal is on record, so they may be ignored instead.',
      ),
      cases: {
        alone: {
          serverText: untyped,
          evidence: {
            level: 'observed',
            note: 'A field report: a node with `oneOf` alone has none of the three members.',
          },
        },
      },
    },
    'no-untested-enums': {
      severity: 'warning',
      evidence: unknown('The guide shows strings; no answer is on record for other values.'),
    },
    'no-unused-definitions': { severity: 'warning', evidence: unknown('No answer is on record.') },
    'no-unverified-keywords': {
      severity: 'warning',
      options: keywords,
      evidence: unknown('No refusal for an unknown keyword is on record, and no acceptance of these.'),
    },
    'require-all-properties': {
      severity: 'error',
      gate: 2,
      serverText: incomplete,
      evidence: documented(guide),
    },
    'require-beta-endpoint': {
      severity: 'error',
      options: { hosts: ['api.deepseek.com'], path: '/beta' },
      evidence: observed('langchain-ai/langchain#40031', 'Documented too: elsewhere the flag has no effect.'),
    },
    'require-closed-objects': {
      severity: 'error',
      gate: 2,
      evidence: documented(guide),
      cases: {
        map: {
          evidence: observed('weave-os/router#163'),
          serverText: map,
        },
      },
    },
    'require-items': {
      severity: 'error',
      gate: 2,
      evidence: {
        level: 'observed',
        note: 'A probe of schema shapes recorded status 400; the text was not kept.',
      },
      cases: {
        list: { evidence: inferred('A list fails the meta-schema of draft 2020-12 or the typed reading.') },
        boolean: { evidence: inferred('The typed reading expects an object.') },
      },
    },
    'require-root-object': {
      severity: 'error',
      gate: 1,
      serverText: notAnObject,
      evidence: observed('end-4/dots-hyprland#3640'),
      cases: {
        missing: {
          severity: 'warning',
          gate: null,
          serverText: null,
          evidence: documented(
            reference,
            'Means an empty list of parameters; in strict mode that is an empty object.',
          ),
        },
      },
    },
    'require-strict': {
      severity: 'error',
      evidence: documented(
        guide,
        'Documented for all functions of a request; a mixed list was seen to be taken.',
      ),
    },
    'require-tool-type': {
      severity: 'error',
      gate: 1,
      evidence: observed('Tracer-Cloud/opensre#3129'),
      cases: {
        missing: {
          serverText: noToolType,
        },
      },
    },
    'require-type': {
      severity: 'error',
      gate: 2,
      serverText: untyped,
      evidence: {
        level: 'observed',
        note: 'Several field reports, for `{}`, `enum` alone and `const` alone.',
      },
      cases: { boolean: { serverText: null, evidence: inferred('The typed reading expects an object.') } },
    },
    'unique-tool-names': { severity: 'error', evidence: unknown('A call names its tool by nothing else.') },
    'valid-any-of': {
      severity: 'error',
      gate: 2,
      serverText: branchWithoutType,
      evidence: observed('can1357/oh-my-pi#2270'),
      cases: {
        empty: {
          gate: 1,
          serverText: null,
          evidence: inferred('The meta-schema asks for one branch at least.'),
        },
      },
    },
    'valid-enums': {
      severity: 'error',
      gate: 2,
      evidence: inferred('Nothing can be generated from an empty list or a value that the type forbids.'),
    },
    'valid-patterns': {
      severity: 'error',
      gate: 1,
      options: { dialect: 'rust' },
      serverText: badPattern,
      evidence: observed('Dokploy/mcp#43'),
      cases: {
        'not-ecmascript': {
          gate: null,
          serverText: null,
          evidence: local('The server takes it, and your own program does not.'),
        },
      },
    },
    'valid-ranges': {
      severity: 'error',
      gate: 1,
      evidence: inferred('The meta-schema asks for numbers, and for a `multipleOf` above 0.'),
      cases: {
        crossed: { gate: 2, evidence: inferred('Nothing can be generated.') },
        'no-integer': { gate: 2, evidence: inferred('Nothing can be generated.') },
      },
    },
    'valid-refs': {
      severity: 'error',
      gate: 2,
      evidence: inferred('Nothing can be generated from a reference to nothing.'),
    },
    'valid-required': {
      severity: 'error',
      gate: 2,
      serverText: incomplete,
      evidence: inferred('The recorded sentence asks that both lists match.'),
      cases: {
        repeated: {
          gate: 1,
          serverText: null,
          evidence: inferred('The meta-schema asks for distinct names.'),
        },
        'no-name': { gate: 1, serverText: null, evidence: inferred('The meta-schema asks for strings.') },
      },
    },
    'valid-schema': {
      severity: 'error',
      gate: 1,
      evidence: inferred('The meta-schema asks for it, and the server was seen to apply the meta-schema.'),
      cases: {
        required: {
          serverText: notAnArray,
          evidence: { level: 'observed', note: 'A field report, for `required: null`.' },
        },
        'too-deep': { gate: null, evidence: local('A limit of this program.') },
      },
    },
    'valid-tool-choice': {
      severity: 'error',
      options: { thinkingByDefault: true },
      evidence: documented(reference),
      cases: {
        thinking: {
          serverText: thinking,
          evidence: observed('deepseek-ai/DeepSeek-V3#1541'),
        },
      },
    },
    'valid-tool-count': { severity: 'error', options: { max: 128 }, evidence: documented(reference) },
    'valid-tool-names': {
      severity: 'error',
      gate: 1,
      options: { characters: 'a-zA-Z0-9_-', maxLength: 64 },
      evidence: observed('zed-industries/zed#57531'),
      cases: {
        characters: {
          serverText: badName,
        },
        length: { gate: 1, evidence: documented(reference) },
      },
    },
    'valid-types': {
      severity: 'error',
      gate: 1,
      options: { inArrays: ['string', 'number', 'integer', 'boolean', 'null'] },
      evidence: observed('openclaw/openclaw#83361', 'The message blames `anyOf`: that of the meta-schema.'),
      serverText: unknownType,
      cases: {
        'not-in-arrays': {
          gate: 2,
          serverText: notInArrays,
          evidence: observed('weave-os/router#162'),
        },
        empty: { serverText: null, evidence: inferred('The meta-schema asks for one name at least.') },
        repeated: { serverText: null, evidence: inferred('The meta-schema asks for distinct names.') },
      },
    },
  },
  answers: [
    { text: notAnObject, rules: ['require-root-object'] },
    { text: badPattern, rules: ['valid-patterns'] },
    { text: unknownType, rules: ['valid-types', 'valid-schema'] },
    { text: notAnArray, rules: ['valid-required', 'valid-schema'] },
    { text: untyped, rules: ['require-type', 'no-unsupported-keywords', 'valid-any-of'] },
    { text: branchWithoutType, rules: ['valid-any-of'] },
    { text: notInArrays, rules: ['valid-types'] },
    { text: unknownFormat, rules: ['no-unsupported-formats'] },
    { text: map, rules: ['require-closed-objects'] },
    { text: empty, rules: ['no-empty-objects', 'no-any-of-siblings'] },
    { text: incomplete, rules: ['require-all-properties', 'valid-required'] },
    { text: badName, rules: ['valid-tool-names'] },
    { text: noToolType, rules: ['require-tool-type'] },
    { text: thinking, rules: ['valid-tool-choice'] },
    { text: 'deepseek-reasoner does not support this tool_choice', rules: ['valid-tool-choice'] },
    {
      text: 'tool_choice: field `type`: unknown variant `‹value›`, expected `function`',
      rules: ['valid-tool-choice'],
    },
    { text: noJsonSchema, rules: ['no-json-schema-response-format'] },
  ],
})
