import { defineHttpHandler } from '../kernel/define-http-handler.ts';
import { answerApp } from './answer-app.ts';

/** Serves the user's own app: what it shows and whom it lets in. */
export const app = defineHttpHandler({ name: 'app', handle: answerApp });
