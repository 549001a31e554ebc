// Loaded before a program: writes down how much memory it took at most, in KiB.
const { writeFileSync } = require('node:fs')

process.on('exit', () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)))
