import { pathToFileURL } from 'node:url'

/** How long a module may take to be read, in milliseconds. */
const PATIENCE = 10_000

/**
 * Reads a module, and waits for its default export if that is a promise.
 *
 * @throws Error in words, for a module that throws, that never comes to its end, or that this version of Node cannot read
 */
export async function importModule(file: string, patience = PATIENCE): Promise<Record<string, unknown>> {
  try {
    return await within(patience, read(file))
  } catch (error) {
    throw new Error(reasonOf(error, file))
  }
}

async function read(file: string): Promise<Record<string, unknown>> {
  const module: Record<string, unknown> = await import(pathToFileURL(file).href)
  return { ...module, default: await module.default }
}

async function within<Value>(patience: number, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it is not ready after ${patience / 1000} seconds.`)), patience)
  })
  try {
    return await Promise.race([promise, limit])
  } finally {
    clearTimeout(timer)
  }
}

function reasonOf(error: unknown, file: string): string {
  if (!(error instanceof Error))
    return `it throws ${typeof error === 'string' ? JSON.stringify(error) : 'what is no error'}.`
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.m?ts$/.test(file)) {
    return `Node ${process.versions.node} cannot read TypeScript: use Node 22.18 or later, set NODE_OPTIONS="--import tsx", or write the file as .mjs.`
  }
  const [message = ''] = error.message.split('\n')
  const line = placeIn(error, file)
  return `${line === undefined ? '' : `line ${line}: `}${message}`
}

/** The line of the file that an error comes from, where its stack says so. */
function placeIn({ stack = '' }: Error, file: string): string | undefined {
  const url = pathToFileURL(file).href
  const at = [url, file]
    .map(name => stack.indexOf(`${name}:`) + name.length)
    .find(end => end >= url.length || end >= file.length)
  return at === undefined ? undefined : /^:(\d+)/.exec(stack.slice(at))?.[1]
}
