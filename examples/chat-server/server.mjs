// A chat server: POST /chat with {"user_input": "…"}; the model may call the functions below.
//
//   MODEL_BASE_URL=https://api.deepseek.com/beta MODEL_NAME=deepseek-v4-pro API_KEY=… node server.mjs
import { createServer } from 'node:http'
import OpenAI from 'openai'
import { createCallValidator } from 'strictcall'

const tools = [
  {
    type: 'function',
    function: {
      name: 'get_current_time',
      description: 'Time on the server.',
      strict: true,
      parameters: {
        type: 'object',
        // Strict mode takes no tool without properties.
        properties: {
          zone: { type: ['string', 'null'], description: 'IANA time zone; null for that of the server.' },
        },
        required: ['zone'],
        additionalProperties: false,
      },
    },
  },
]

/** The functions that the model may call, by name. */
const functions = {
  get_current_time({ zone }) {
    return new Date().toLocaleString('sv-SE', zone ? { timeZone: zone } : {})
  },
}

const client = new OpenAI({ baseURL: process.env.MODEL_BASE_URL, apiKey: process.env.API_KEY })
const validator = createCallValidator(tools)

async function chat(userInput) {
  const completion = await client.chat.completions.create({
    model: process.env.MODEL_NAME,
    messages: [{ role: 'user', content: userInput }],
    tools,
    tool_choice: 'auto',
  })
  const [call] = validator.validateResponse(completion).calls
  if (!call) return { model_response: completion.choices[0].message.content }
  if (!call.ok) return { error: call.feedback }
  return { function_result: functions[call.tool](call.arguments) }
}

async function bodyOf(request) {
  let text = ''
  for await (const chunk of request) {
    text += chunk
    if (text.length > 1e6) throw new Error('The request is too large.')
  }
  return JSON.parse(text)
}

const server = createServer(async (request, response) => {
  const send = (status, value) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(value)}\n`)
  if (request.method !== 'POST' || request.url !== '/chat') return send(404, { error: 'POST /chat' })
  try {
    const { user_input: userInput = '' } = await bodyOf(request)
    send(200, await chat(userInput))
  } catch (error) {
    send(error instanceof SyntaxError ? 400 : 502, { error: error.message })
  }
})

server.listen(Number(process.env.PORT ?? 5000), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/chat`)
})
