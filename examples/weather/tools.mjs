/** The tools, as they are sent to the model. `strictcall lint` reads the same list as JSON. */
export const tools = /** @type {const} */ ([
  {
    type: 'function',
    function: {
      name: 'get_weather',
      description: 'Weather of a city.',
      strict: true,
      parameters: {
        type: 'object',
        properties: {
          location: { type: 'string', description: 'City and region, e.g. Graz, Styria.' },
          unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
        },
        required: ['location', 'unit'],
        additionalProperties: false,
      },
    },
  },
])

/** What the tools do: a function for each name. */
export const functions = {
  get_weather: ({ location, unit }) => `24 degrees ${unit} in ${location}`,
}
