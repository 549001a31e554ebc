/** A module of some library: its exports by name. */
export type Library = Record<string, unknown>

/** Imports a package of the user's project; undefined when the project does not have it. */
export type Project = (name: string) => Promise<Library | undefined>

/** @throws an error that asks for the package */
export async function requireFrom(project: Project, name: string): Promise<Library> {
  const library = await project(name)
  if (library) return library
  throw new Error(`the package ${name} is needed to convert it: npm install --save-dev ${name}`)
}
