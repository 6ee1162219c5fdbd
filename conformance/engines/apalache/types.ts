/** The types that Apalache's type checker found, out of its intermediate form (ADR-005). */
import type { Json } from '../../itf/index.ts';
import { EngineFailure } from '../engine.ts';
import { isObject } from './rpc.ts';

/** Types in Apalache's own notation (its Type System 1.2), such as `Set(ACCEPTOR)`, by name. */
export interface DeclaredTypes {
  readonly constants: ReadonlyMap<string, string>;
  readonly variables: ReadonlyMap<string, string>;
  /** Of definitions, by their names; those of an instance as `Name!Operator`. */
  readonly operators: ReadonlyMap<string, string>;
}

/** The types of the constants, variables and definitions. @param json what `typecheck` wrote @throws EngineFailure if it is not that */
export function declaredTypes(json: string): DeclaredTypes {
  const declarations = declarationsOf(json);
  const ofKind = (kind: string): ReadonlyMap<string, string> =>
    new Map(
      declarations.flatMap((declaration) => {
        if (!isObject(declaration) || declaration.kind !== kind) return [];
        const { name, type } = declaration;
        if (typeof name !== 'string' || typeof type !== 'string') throw strange();
        return [[name, type] as const];
      }),
    );
  return { constants: ofKind('TlaConstDecl'), variables: ofKind('TlaVarDecl'), operators: ofKind('TlaOperDecl') };
}

function declarationsOf(json: string): readonly Json[] {
  let root: Json;
  try {
    root = JSON.parse(json);
  } catch {
    throw strange();
  }
  const modules = isObject(root) ? root.modules : undefined;
  const [module] = isList(modules) ? modules : [];
  const declarations = isObject(module) ? module.declarations : undefined;
  if (!isList(declarations)) throw strange();
  return declarations;
}

function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

function strange(): EngineFailure {
  return new EngineFailure('apalache', 'Apalache wrote an intermediate form that cannot be understood');
}
