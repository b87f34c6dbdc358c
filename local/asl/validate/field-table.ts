const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');

const COMMON = 'Type Comment QueryLanguage';

/** Fields per state type: in both languages, only in JSONPath, only in JSONata. */
const FIELDS: Readonly<Record<string, readonly [both: string, path: string, jsonata: string]>> = {
  Pass: ['Next End Assign', 'InputPath OutputPath Parameters Result ResultPath', 'Output'],
  Task: [
    'Next End Assign Resource Retry Catch TimeoutSeconds HeartbeatSeconds Credentials',
    'InputPath OutputPath Parameters ResultSelector ResultPath TimeoutSecondsPath HeartbeatSecondsPath',
    'Arguments Output',
  ],
  Choice: ['Choices Default Assign', 'InputPath OutputPath', 'Output'],
  Wait: ['Next End Assign Seconds Timestamp', 'InputPath OutputPath SecondsPath TimestampPath', 'Output'],
  Succeed: ['', 'InputPath OutputPath', 'Output'],
  Fail: ['Error Cause', 'ErrorPath CausePath', ''],
  Parallel: [
    'Next End Assign Branches Retry Catch',
    'InputPath OutputPath Parameters ResultSelector ResultPath',
    'Arguments Output',
  ],
  Map: [
    'Next End Assign ItemProcessor ItemSelector ItemReader ItemBatcher ResultWriter Label MaxConcurrency ToleratedFailureCount ToleratedFailurePercentage Retry Catch',
    'InputPath OutputPath Parameters ResultSelector ResultPath ItemsPath Iterator MaxConcurrencyPath ToleratedFailureCountPath ToleratedFailurePercentagePath',
    'Items Output',
  ],
};

const tables: ReadonlyMap<string, ReadonlySet<string>> = new Map<string, ReadonlySet<string>>(
  Object.entries(FIELDS).flatMap(([type, [both, path, jsonata]]) => [
    [`${type} JSONPath`, new Set(words(`${COMMON} ${both} ${path}`))] as const,
    [`${type} JSONata`, new Set(words(`${COMMON} ${both} ${jsonata}`))] as const,
  ]),
);

export const STATE_TYPES: readonly string[] = Object.keys(FIELDS);

/** The fields a state of this type may have in this language; undefined for a type that does not exist. */
export const fieldsOf = (type: string, language: string): ReadonlySet<string> | undefined =>
  tables.get(`${type} ${language}`);

export const MACHINE_FIELDS: ReadonlySet<string> = new Set(
  words('Comment QueryLanguage StartAt States TimeoutSeconds Version'),
);
export const BRANCH_FIELDS: ReadonlySet<string> = new Set(
  words('Comment QueryLanguage StartAt States ProcessorConfig'),
);
