// Ask, call, answer: the loop of function calling, with every call checked before it is made.
//
//   MODEL_BASE_URL=https://api.deepseek.com/beta MODEL_NAME=deepseek-v4-pro API_KEY=… node main.mjs "How is the weather in Graz?"
import OpenAI from 'openai'
import { createCallValidator } from 'strictcall'
import { functions, tools } from './tools.mjs'

const client = new OpenAI({ baseURL: process.env.MODEL_BASE_URL, apiKey: process.env.API_KEY })
const validator = createCallValidator(tools)
const messages = [{ role: 'user', content: process.argv[2] ?? 'How is the weather in Graz?' }]

// A model that gets it wrong again and again should not cost money for ever.
for (let turn = 0; turn < 5; turn++) {
  const completion = await client.chat.completions.create({ model: process.env.MODEL_NAME, messages, tools })
  const { message } = completion.choices[0]
  messages.push(message)
  if (!message.tool_calls) {
    console.log(message.content)
    break
  }
  for (const result of validator.validateResponse(completion).calls) {
    const content = result.ok ? functions[result.tool](result.arguments) : result.feedback
    console.error(result.ok ? `called ${result.tool}: ${content}` : `refused: ${content}`)
    messages.push({ role: 'tool', tool_call_id: result.id, content })
  }
}
