/** Threads that help this one, which waits for them without going back to its event loop: what they say is taken from a port. */
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { STACK_MB, threadProgram } from '../threads.ts';

/** Milliseconds before helpers are called: something short is over before another thread could begin. */
export const ALONE = 300;

export interface Helper {
  readonly thread: Worker;
  readonly port: MessagePort;
}

/** Starts a thread. @param program its source, which reads `start` and a `port` from its `workerData` */
export function startHelper(program: URL, start: unknown): Helper {
  const { port1, port2 } = new MessageChannel();
  const thread = new Worker(threadProgram(program), {
    workerData: { start, port: port2 },
    transferList: [port2],
    resourceLimits: { stackSizeMb: STACK_MB },
  });
  // What it has to say comes through the port; it must not keep the process alive.
  thread.on('error', () => {});
  thread.unref();
  port1.unref();
  return { thread, port: port1 };
}

/** Gives `take` what a helper has said so far. */
export function hearHelper<Message>({ port }: Helper, take: (message: Message) => void): void {
  for (let m = receiveMessageOnPort(port); m !== undefined; m = receiveMessageOnPort(port)) take(m.message);
}

/** Ends a helper, whatever it is at. */
export function dismissHelper({ thread, port }: Helper): void {
  port.close();
  void thread.terminate();
}
