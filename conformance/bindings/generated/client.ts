/**
 * The variables, messages and actions of module MCClientSessions as types. Generated, do not edit:
 *
 *     lockstep codegen spec/client/MCClientSessions.tla --config spec/client/MCClientSessions_both_large.cfg --out conformance/bindings/generated/client.ts
 *
 * Names, and the order of parameters, are those of the specification. The shapes of values are those that occur in all
 * 193824 reachable states of that model.
 */

/** An element of Client; in this model c1, c2. */
export type Client = string;

/** An element of Server; in this model s1, s2. */
export type Server = string;

/** An element of Electable; in this model s1, s2. */
export type Electable = string;

/** An element of Crashable; in this model s1, s2. */
export type Crashable = string;

/** An element of Forgetful; in this model c1. */
export type Forgetful = string;

/** The variables, in the order of the specification. */
export const VARIABLES = [
  'log',
  'leader',
  'suffix',
  'applied',
  'machine',
  'session',
  'next',
  'outstanding',
  'msgs',
  'asked',
  'answers',
] as const;

export type Variable = (typeof VARIABLES)[number];

/** A state of the specification. */
export interface State {
  readonly log: readonly (MessageRegister | MessageCommand | MessageCommand | MessageRegister)[];
  readonly leader: Server;
  readonly suffix: readonly (MessageCommand | MessageRegister)[];
  readonly applied: Readonly<Record<Server, number>>;
  readonly machine: Readonly<Record<Server, { readonly sessions: Readonly<Record<Client, { readonly active: number; readonly id: number; readonly lowest: number; readonly responses: ReadonlySet<{ readonly response: number; readonly serial: number }> }>>; readonly time: number; readonly value: readonly { readonly client: Client; readonly number: number }[] }>>;
  readonly session: Readonly<Record<Client, number>>;
  readonly next: Readonly<Record<Client, number>>;
  readonly outstanding: Readonly<Record<Client, ReadonlySet<number>>>;
  readonly msgs: ReadonlySet<MessageAnswer | MessageCommandRequest | MessageReadRequest | MessageRegisterReply | MessageRegisterRequest | MessageSessionExpired>;
  readonly asked: ReadonlySet<{ readonly after: number; readonly client: Client; readonly serial: number }>;
  readonly answers: ReadonlySet<{ readonly client: Client; readonly response: number; readonly serial: number }>;
}

export interface MessageAnswer {
  readonly type: 'Answer';
  readonly client: Client;
  readonly response: number;
  readonly serial: number;
}

export interface MessageCommandRequest {
  readonly type: 'CommandRequest';
  readonly client: Client;
  readonly lowest: number;
  readonly op: { readonly client: Client; readonly number: number };
  readonly serial: number;
  readonly session: number;
}

export interface MessageReadRequest {
  readonly type: 'ReadRequest';
  readonly client: Client;
  readonly op: { readonly client: Client; readonly number: number };
  readonly serial: number;
}

export interface MessageRegisterReply {
  readonly type: 'RegisterReply';
  readonly client: Client;
  readonly session: number;
}

export interface MessageRegisterRequest {
  readonly type: 'RegisterRequest';
  readonly client: Client;
}

export interface MessageSessionExpired {
  readonly type: 'SessionExpired';
  readonly client: Client;
  readonly session: number;
}

export interface MessageCommand {
  readonly type: 'command';
  readonly client: Client;
  readonly lowest: number;
  readonly op: { readonly client: Client; readonly number: number };
  readonly serial: number;
  readonly session: number;
  readonly time: number;
}

export interface MessageRegister {
  readonly type: 'register';
  readonly client: Client;
  readonly time: number;
}

/** The messages, told apart by their `type`. */
export type Message =
  | MessageAnswer
  | MessageCommandRequest
  | MessageReadRequest
  | MessageRegisterReply
  | MessageRegisterRequest
  | MessageSessionExpired
  | MessageCommand
  | MessageRegister;

/** The actions in the order of the next-state relation, with the names of their parameters in order. */
export const ACTIONS = {
  Register: ['c'],
  SendCommand: ['c'],
  SendRead: ['c'],
  Retry: ['c', 'n'],
  AppendEntry: ['c', 't'],
  AnswerDuplicate: ['c'],
  DropDuplicate: ['c'],
  AnswerRead: ['s', 'c'],
  Commit: [],
  Apply: ['s'],
  InstallSnapshot: ['s', 'r'],
  Elect: ['s', 'k'],
  RestartServer: ['s'],
  ReceiveSession: ['c'],
  ReceiveAnswer: ['c'],
  ReceiveExpired: ['c'],
  RestartClient: ['c'],
  Lose: [],
} as const;

/** A step's label: an action with its parameters. */
export type Action =
  | { readonly type: 'Register'; readonly c: Client }
  | { readonly type: 'SendCommand'; readonly c: Client }
  | { readonly type: 'SendRead'; readonly c: Client }
  | { readonly type: 'Retry'; readonly c: Client; readonly n: number }
  | { readonly type: 'AppendEntry'; readonly c: Client; readonly t: number }
  | { readonly type: 'AnswerDuplicate'; readonly c: Client }
  | { readonly type: 'DropDuplicate'; readonly c: Client }
  | { readonly type: 'AnswerRead'; readonly s: Server; readonly c: Client }
  | { readonly type: 'Commit' }
  | { readonly type: 'Apply'; readonly s: Server }
  | { readonly type: 'InstallSnapshot'; readonly s: Server; readonly r: Server }
  | { readonly type: 'Elect'; readonly s: Server; readonly k: number }
  | { readonly type: 'RestartServer'; readonly s: Server }
  | { readonly type: 'ReceiveSession'; readonly c: Client }
  | { readonly type: 'ReceiveAnswer'; readonly c: Client }
  | { readonly type: 'ReceiveExpired'; readonly c: Client }
  | { readonly type: 'RestartClient'; readonly c: Client }
  | { readonly type: 'Lose' };
