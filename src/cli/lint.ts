import type { Configs, FileConfig } from '../config/index.ts'
import { expand, type InputFile } from '../files.ts'
import type { LintFileOptions, Outcome } from '../lint-file.ts'
import { isOwn, parseShard } from '../merge/shard.ts'
import { nearest } from '../nearest.ts'
import { metasOf } from '../registry.ts'
import type { Report } from '../report.ts'
import { summary } from '../reporters/text.ts'
import { clean, placeIn } from '../reporters/words.ts'
import { UsageError } from '../usage-error.ts'
import type { BaselineSession, LintedFile } from './baseline.ts'
import { type ConfigArguments, configsOf } from './configs.ts'
import { type FixArguments, fixingOf } from './fixing.ts'
import { needsOf, type Target, targetsOf } from './format.ts'
import type { Kept } from './kept.ts'
import { type ChosenFile, checkSpeed, keepsOnDisk, lintFiles, type SpeedArguments } from './lint-files.ts'
import type { LiveArguments } from './live.ts'
import { liveSources } from './live-sources.ts'
import { verbs } from './options/index.ts'
import { checkOutput, type OutputArguments, output } from './output.ts'
import { standardOutput } from './print.ts'
import { type SuppressionArguments, unusedSeverity, usesBaseline } from './suppressions.ts'
import { listOf } from './terminal.ts'

export interface LintArguments
  extends OutputArguments,
    ConfigArguments,
    FixArguments,
    LiveArguments,
    SpeedArguments,
    SuppressionArguments {
  files?: string[]
  printConfig?: string
  ignorePattern?: string | string[]
  ignore: boolean
  ignoreUnknown: boolean
  stdinFilename?: string
  shard?: string
  watch: boolean
  poll: boolean
  verbose: boolean
}

/** `strictcall lint`: gives the exit code. */
export async function lintCommand(args: LintArguments): Promise<number> {
  if (args.watch) return (await import('./watch.ts')).watchCommand(args)
  return lintOnce(args, keepsOnDisk(args) ? await (await import('./kept.ts')).openKept(args) : undefined)
}

/** Lints and reports. Gives the exit code. */
export async function lintOnce(args: LintArguments, kept?: Kept): Promise<number> {
  const targets = await targetsOf(args.format, args.outputFile)
  checkOutput(args)
  checkSpeed(args)
  const shard = args.shard === undefined ? undefined : parseShard(args.shard)
  const fixing = fixingOf(args)
  const configs = configsOf(args)
  if (args.printConfig !== undefined)
    return (await import('./print-config.ts')).printConfig(args.printConfig, configs)
  const here = await configs.for('-')
  const inputs = inputsOf(args, here)
  const { files, failures } = await expand(inputs, {
    ignorePatterns: listOf(args.ignorePattern),
    gitignore: args.ignore,
    ignoreUnknown: args.ignoreUnknown,
  })
  suggestVerb(inputs, failures)
  const options = {
    ...needsOf(targets),
    unknown: args.verbose,
    unusedSuppressions: unusedSeverity(args),
  }
  const baseline = usesBaseline(args) ? await (await import('./baseline.ts')).openBaseline(args) : undefined
  const chosen = await chooseFiles(files, args, configs, baseline)
  const own = shard ? chosen.filter(({ file }) => isOwn(file.path, shard)) : chosen
  const report: Report = {
    results: [],
    skipped: 0,
    cwd: process.cwd(),
    pluginRules: pluginRulesOf([here, ...chosen.map(({ config }) => config)]),
    ...(fixing && { fixing }),
  }
  const linted: LintedFile[] = []

  const outcomes = fixing
    ? await fixFiles(own, args, options, baseline)
    : await lintFiles(own, options, args, kept)
  for (const [i, { name, config }] of own.entries()) {
    const outcome = outcomes[i]!
    if (outcome.kind === 'linted') report.results.push(outcome.result)
    else if (outcome.kind === 'skipped') report.skipped++
    else failures.push(outcome.message)
    if (outcome.kind !== 'failed' && name !== '-') linted.push({ file: name, names: config.ruleset.names })
  }
  if (args.watch && kept) report.results = kept.newFirst(report.results)
  // Those who ask for a part get the tools that are in no file with the first one.
  const sources = liveSources(args, here)
  if (sources && (!shard || shard.index === 1)) {
    const live = await (await import('./live.ts')).lintLiveTools(sources, here.ruleset, options)
    report.results.push(...live.results)
    for (const { file, isLive } of live.results) linted.push({ file, isLive, names: here.ruleset.names })
    failures.push(...live.failures)
  }
  if (args.verbose) process.stderr.write(unknownParts(report))
  const outdated = await baseline?.settle(report, linted, shard)
  if (options.run) {
    const run = { shard, failures, baseline: baseline?.content, outdated }
    await (await import('./shard-run.ts')).describeRun(report, chosen, args, run)
  }
  const isPiped = fixing === 'written' && files.some(({ path }) => path === '-')
  return Math.max(
    outdated ? (await import('./outdated.ts')).tellOutdated(outdated) : 0,
    await print(report, failures, targets, args, isPiped),
  )
}

/** What to lint: what is named, else the folder of the configuration. */
function inputsOf(args: LintArguments, here: FileConfig): readonly string[] {
  const isLive = [args.import, args.mcp, args.save].some(option => option !== undefined)
  const inputs = args.files ?? (isLive || here.sources.length === 0 ? [] : [here.folder])
  if (inputs.length > 0 || isLive) return inputs
  throw new UsageError(
    'Name the files, folders or globs to lint, or - for the standard input. See strictcall --help.',
  )
}

/** The files that their configuration wants linted. */
async function chooseFiles(
  files: readonly InputFile[],
  { stdinFilename }: LintArguments,
  configs: Configs,
  baseline: BaselineSession | undefined,
): Promise<ChosenFile[]> {
  const chosen: ChosenFile[] = []
  for (const file of files) {
    const name = file.path === '-' ? (stdinFilename ?? '-') : file.path
    const config = await configs.for(name)
    const isWanted = file.named || (config.isListed && !baseline?.isIn(name))
    if (!config.isIgnored && isWanted) chosen.push({ file, name, config })
  }
  return chosen
}

/** What reporters say of the rules of plug-ins. */
function pluginRulesOf(configs: readonly FileConfig[]): NonNullable<Report['pluginRules']> {
  return metasOf(Object.assign({}, ...[...new Set(configs)].map(({ pluginRules }) => pluginRules)))
}

/** The standard output may be taken: by the text that came through the standard input, or by the changes. */
function print(
  report: Report,
  failures: readonly string[],
  targets: readonly Target[],
  args: LintArguments,
  isPiped: boolean,
): Promise<number> {
  const shown = args.diff
    ? targets.map(target => (target.file === undefined ? summaryOnly : target))
    : targets
  return output(shown, report, failures, args, args.diff || isPiped ? process.stderr : standardOutput)
}

/** Beside the changes, how much there is of what. */
const summaryOnly: Target = { name: 'text', file: undefined, needs: {}, load: async () => summary }

async function fixFiles(
  chosen: readonly ChosenFile[],
  args: FixArguments,
  options: LintFileOptions,
  baseline: BaselineSession | undefined,
): Promise<Outcome[]> {
  const { fixAndWrite } = await import('./fix.ts')
  const outcomes: Outcome[] = []
  for (const { file, name, config } of chosen) {
    const protection = baseline && { suppressedIn: baseline.protectedIn(name) }
    outcomes.push(await fixAndWrite(file, config.ruleset, name, args, { ...options, ...protection }))
  }
  return outcomes
}

/** What of source code is not known, and so not judged: a line for each part. */
function unknownParts({ results }: Report): string {
  return results
    .flatMap(({ file, unknown = [] }) =>
      unknown.map(({ location, reason, pointer }) => {
        const place = `${file}:${placeIn(location)}`
        return `${clean(`${place}: not known${pointer && ` at ${pointer}`}: ${reason}`)}\n`
      }),
    )
    .join('')
}

/** A first word that is no file was perhaps meant to be a command. */
function suggestVerb([first = '']: readonly string[], failures: string[]): void {
  const at = failures.findIndex(failure => failure.startsWith(`${first}:`))
  const meant = at === -1 ? undefined : nearest(first, Object.keys(verbs))
  if (meant) failures[at] += `; did you mean the command "${meant}"?`
}
