import { createEventBridge, eventBus } from '../adapters/event-bus.ts';
import { variable } from './environment.ts';
import { once } from './once.ts';

const compose = once(() => eventBus(createEventBridge(), variable('BUS_NAME')));

export const bus = () => ({ bus: compose() });
