declare module 'handlebars/dist/handlebars.js' {
  import type * as Handlebars from 'handlebars';

  const engine: typeof Handlebars;
  export = engine;
}
