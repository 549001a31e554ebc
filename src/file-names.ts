import path, { type PlatformPath } from 'node:path'

/** The name from the working directory where the file lies in there, else in full; with `/` on every system. */
export function displayName(file: string, cwd: string, paths: PlatformPath = path): string {
  const absolute = paths.resolve(cwd, file)
  const relative = paths.relative(cwd, absolute)
  const isOutside = paths.isAbsolute(relative) || /^\.\.(?![^/\\])/.test(relative)
  return slashes(isOutside ? absolute : relative, paths)
}

/** The name from a folder, wherever the file lies; with `/` on every system. */
export function nameIn(folder: string, file: string, paths: PlatformPath = path): string {
  return slashes(paths.relative(folder, file), paths)
}

/** A name of this system as it is written in patterns and reports. */
export function slashes(file: string, paths: PlatformPath = path): string {
  return paths.sep === '\\' ? file.replaceAll('\\', '/') : file
}
