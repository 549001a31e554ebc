import { createAssembler, type Growth, type StreamedCall } from './assemble.ts'
import { diagnoseText } from './diagnose.ts'
import { createEventReader } from './event-stream.ts'
import { explain } from './explain.ts'
import { invalid, judge } from './judge.ts'
import { read } from './reader.ts'
import type { JudgedTool } from './tool.ts'
import type { CallDiagnostic, CallOptions, FoundCall, InvalidCall, ResponseResult } from './types.ts'
import { createWatch, type Hopeless } from './watch.ts'
import { isWrapper } from './wrapper.ts'

/** Validates an answer while it is being streamed. */
export interface CallStream<Result = ResponseResult> {
  /**
   * Takes the next part of the answer: text of the event stream, cut anywhere, or one parsed chunk or event. Gives back
   * the calls that can no longer become valid, each once, as soon as that is certain.
   */
  feed(part: string | object): InvalidCall[]
  /** The stream is at its end: judges the whole answer. */
  end(): Result
}

interface Watched {
  isKnown: boolean
  /** Nothing more is to be found out before the end. */
  isDone: boolean
  watch: ((text: string) => Hopeless | undefined) | undefined
}

export function createStream(
  tools: ReadonlyMap<string, JudgedTool>,
  options: CallOptions,
  judgeAnswer: (answer: unknown) => ResponseResult,
): CallStream {
  const assembler = createAssembler()
  const calls = new Map<StreamedCall, Watched>()
  let hopeless: InvalidCall[] = []
  const reader = createEventReader(take)

  function take(event: unknown): void {
    for (const growth of assembler.add(event)) {
      const found = look(growth)
      if (found) hopeless.push(found)
    }
  }

  function look({ call, text }: Growth): InvalidCall | undefined {
    const watched = calls.get(call) ?? { isKnown: false, isDone: false, watch: undefined }
    calls.set(call, watched)
    if (watched.isDone) return undefined
    const found = judgeName(call, watched) ?? judgeText(call, text, watched)
    if (found) watched.isDone = true
    return found
  }

  /** A name is complete when the arguments begin; until then it may grow into the name of a tool. */
  function judgeName(call: StreamedCall, watched: Watched): InvalidCall | undefined {
    if (watched.isKnown || call.name === '') return undefined
    const isComplete = call.arguments !== ''
    const mayFit = isComplete
      ? tools.has(call.name)
      : [...tools.keys()].some(name => name.startsWith(call.name))
    if (!mayFit) return judge(foundCall(call), tools, options) as InvalidCall
    watched.isKnown = isComplete
    return undefined
  }

  function judgeText(call: StreamedCall, text: string, watched: Watched): InvalidCall | undefined {
    const tool = tools.get(call.name)
    if (!tool || !watched.isKnown) return undefined
    watched.watch ??= createWatch(tool.schema)
    const found = watched.watch(text)
    if (!found) return undefined
    watched.isDone = true
    const diagnostics = diagnose(found, call, tool)
    return diagnostics.length > 0 ? invalid(foundCall(call), diagnostics, options) : undefined
  }

  /** What a repair may still mend is not hopeless. */
  function diagnose(found: Hopeless, call: StreamedCall, tool: JudgedTool): CallDiagnostic[] {
    if (found.kind === 'broken') {
      if (options.repair) return []
      const { problems } = read(call.arguments)
      return diagnoseText(
        problems.filter(({ kind }) => kind !== 'truncated'),
        foundCall(call),
      )
    }
    const { key, keys, pointer, schema } = found
    if (options.repair === 'unsafe' || (pointer === '' && isWrapper(key, tool))) return []
    const said = explain(
      {
        keyword: 'additionalProperties',
        pointer,
        schemaPointer: '',
        params: { additionalProperty: key },
        schema: false,
        parentSchema: schema,
        data: Object.fromEntries([...keys].map(name => [name, null])),
      },
      call.name,
    )
    return said.map(({ schemaPointer, actual, ...certain }) => certain)
  }

  return {
    feed(part) {
      hopeless = []
      if (typeof part === 'string') reader.push(part)
      else take(part)
      return hopeless
    },
    end() {
      reader.end()
      return judgeAnswer(assembler.answer())
    },
  }
}

function foundCall({ name, id, arguments: text }: StreamedCall): FoundCall {
  return { name, id, arguments: text, pointer: '', argumentsPointer: '' }
}
