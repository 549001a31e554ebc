import { _, Ajv, type CodeKeywordDefinition, type Format } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { formats } from './formats.ts'
import { exactKeywords } from './keywords.ts'
import { compilePattern } from './patterns.ts'
import { type Dialect, type Prepared, stepKeyword } from './schema.ts'
import { createSteps, type Steps } from './steps.ts'

export interface Instance {
  ajv: Ajv
  steps: Steps
}

const compilers = { '2020-12': Ajv2020, '2019-09': Ajv2019, 'draft-07': Ajv } satisfies Record<
  Dialect,
  unknown
>

/** Makes a compiler for schemas like this one, that only tests values or also says what is wrong with them. */
export function createInstance(prepared: Prepared, purpose: 'test' | 'first error' | 'all errors'): Instance {
  const ajv: Ajv = new compilers[prepared.dialect]({
    allErrors: purpose === 'all errors',
    verbose: purpose !== 'test',
    strict: false,
    strictNumbers: true,
    messages: false,
    meta: prepared.needsMetaSchema,
    validateSchema: false,
    logger: false,
    ownProperties: prepared.namesInherited,
    code: { regExp: Object.assign(patternEngine, { code: 'compilePattern' }) },
  })
  // What a schema does not need would be paid for with every value.
  ajv.opts.unevaluated = prepared.needsEvaluated || prepared.needsMetaSchema
  ajv.opts.dynamicRef = prepared.needsDynamic || prepared.needsMetaSchema
  const steps = createSteps(prepared.references)
  for (const definition of exactKeywords)
    ajv.removeKeyword(definition.keyword as string).addKeyword(definition)
  ajv.addKeyword(countSteps(steps))
  for (const [name, { type, test }] of formats) ajv.addFormat(name, { type, validate: test } as Format)
  return { ajv, steps }
}

/** The compiler tells patterns apart by the text they convert to. */
function patternEngine(source: string) {
  const test = compilePattern(source)
  if (typeof test === 'object') throw new Error(test.reason)
  return { test, toString: () => source }
}

function countSteps({ take }: Steps): CodeKeywordDefinition {
  return {
    keyword: stepKeyword,
    before: '$ref',
    code: ({ gen }) => gen.code(_`${gen.scopeValue('func', { ref: take })}()`),
  }
}
