import { RegExpParser } from '@eslint-community/regexpp'

export const parser = new RegExpParser({ ecmaVersion: 2025 })
