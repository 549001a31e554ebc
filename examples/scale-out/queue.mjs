// Where the jobs are: REDIS_URL, by default this machine. Submitter and workers see the same folder.
export const name = 'strictcall'

const { hostname, port } = new URL(process.env.REDIS_URL ?? 'redis://127.0.0.1:6379')
export const connection = { host: hostname, port: Number(port), maxRetriesPerRequest: null }
