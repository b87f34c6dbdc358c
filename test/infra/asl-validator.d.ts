declare module 'asl-validator' {
  const validate: (definition: unknown) => { readonly isValid: boolean; readonly errors: readonly unknown[] };
  // biome-ignore lint/style/noDefaultExport: the package exports one function
  export default validate;
}
