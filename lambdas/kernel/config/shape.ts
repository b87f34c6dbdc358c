import * as z from 'zod';
import type { Keys } from './problems.ts';

/** The schema inside defaults, optionals and the like. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return unwrapped(schema.unwrap());
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return unwrapped(schema.unwrap());
  return schema;
}

function child(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return undefined;
}

/** The keys an object of the schema may have at a path; of a union, those of its object branch. */
export function shapeKeysAt(schema: z.core.$ZodType, keys: Keys): readonly string[] {
  const found = keys.reduce<z.core.$ZodType | undefined>(
    (at, key) => at && child(objectBranch(unwrapped(at)), key),
    schema,
  );
  const object = found && objectBranch(unwrapped(found));
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

function objectBranch(schema: z.core.$ZodType): z.core.$ZodType {
  if (!(schema instanceof z.ZodUnion)) return schema;
  return schema.options.find((option) => option instanceof z.ZodObject) ?? schema;
}
