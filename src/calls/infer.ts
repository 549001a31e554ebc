/**
 * The type of the values that a JSON Schema written `as const` describes: objects, arrays, tuples, `enum`, `const`,
 * `anyOf`, `oneOf`, `allOf`, type arrays, `nullable`, and `$ref` to the root or into `$defs`, `$def` and `definitions`,
 * recursive ones too. What a type cannot say (`minimum`, `pattern`, …) is left to the validator; a schema whose type is
 * not known when the program is compiled is `unknown`.
 */
export type Infer<Schema, Root = Schema> = Schema extends { readonly nullable: true }
  ? InferOne<Schema, Root> | null
  : InferOne<Schema, Root>

type InferOne<S, Root> = S extends true
  ? unknown
  : S extends false
    ? never
    : S extends { readonly $ref: infer Ref }
      ? Infer<Target<Ref, Root>, Root>
      : S extends { readonly const: infer Value }
        ? Value
        : S extends { readonly enum: readonly (infer Value)[] }
          ? Value
          : S extends { readonly anyOf: readonly (infer Branch)[] }
            ? InferEach<Branch, Root>
            : S extends { readonly oneOf: readonly (infer Branch)[] }
              ? InferEach<Branch, Root>
              : S extends { readonly allOf: readonly [infer First, ...infer Rest] }
                ? Infer<First, Root> & InferAll<Rest, Root>
                : S extends { readonly type: readonly (infer Type)[] }
                  ? InferType<Type, S, Root>
                  : S extends { readonly type: infer Type }
                    ? InferType<Type, S, Root>
                    : S extends { readonly properties: object }
                      ? InferObject<S, Root>
                      : unknown

/** Branch by branch, so that each stays apart in the union. */
type InferEach<Branch, Root> = Branch extends unknown ? Infer<Branch, Root> : never

type InferAll<Schemas, Root> = Schemas extends readonly [infer First, ...infer Rest]
  ? Infer<First, Root> & InferAll<Rest, Root>
  : unknown

type InferType<Type, S, Root> = Type extends 'string'
  ? string
  : Type extends 'number' | 'integer'
    ? number
    : Type extends 'boolean'
      ? boolean
      : Type extends 'null'
        ? null
        : Type extends 'array'
          ? InferArray<S, Root>
          : Type extends 'object'
            ? InferObject<S, Root>
            : unknown

type InferArray<S, Root> = S extends { readonly prefixItems: infer Items extends readonly unknown[] }
  ? [...{ -readonly [I in keyof Items]: Infer<Items[I], Root> }, ...InferRest<S, Root>]
  : S extends { readonly items: infer Item }
    ? Infer<Item, Root>[]
    : unknown[]

type InferRest<S, Root> = S extends { readonly items: false }
  ? []
  : S extends { readonly items: infer Item }
    ? Infer<Item, Root>[]
    : unknown[]

type InferObject<S, Root> = S extends { readonly properties: infer Properties }
  ? Simplify<
      {
        -readonly [Key in keyof Properties as Key extends RequiredKey<S> ? Key : never]: Infer<
          Properties[Key],
          Root
        >
      } & {
        -readonly [Key in keyof Properties as Key extends RequiredKey<S> ? never : Key]?: Infer<
          Properties[Key],
          Root
        >
      }
    >
  : S extends { readonly additionalProperties: infer Values extends object }
    ? { [key: string]: Infer<Values, Root> }
    : { [key: string]: unknown }

type RequiredKey<S> = S extends { readonly required: readonly (infer Key)[] } ? Key : never

type Simplify<T> = { [Key in keyof T]: T[Key] }

type Target<Ref, Root> = Ref extends '#' ? Root : Ref extends `#/${infer Path}` ? At<Root, Path> : unknown

/** What a JSON Pointer leads to. */
type At<Value, Path extends string> = Path extends `${infer Key}/${infer Rest}`
  ? Value extends { readonly [K in Key]: infer Member }
    ? At<Member, Rest>
    : unknown
  : Value extends { readonly [K in Path]: infer Member }
    ? Member
    : unknown
