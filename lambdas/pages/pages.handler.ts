import { defineHttpHandler } from '../kernel/define-http-handler.ts';
import { answerPage } from './answer-page.ts';

/** Serves the links in mails, for customers and for our own people. */
export const pages = defineHttpHandler({ name: 'pages', handle: answerPage });
