/** Every type of state once, a Choice of simple comparisons, branches and iterations, errors caught and tried again. */
export const everyType = {
  Comment: 'Every type of state',
  StartAt: 'Prepare',
  States: {
    Prepare: { Type: 'Pass', Comment: 'Sets the table', Next: 'Ask' },
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Retry: [{ ErrorEquals: ['Throttled'], MaxAttempts: 3 }],
      Catch: [
        { ErrorEquals: ['NotFound'], Next: 'Lost' },
        { ErrorEquals: ['States.ALL'], Next: 'Help' },
      ],
      Next: 'Which?',
    },
    'Which?': {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $kind = 'MANY' %}", Next: 'All of them' },
        { Condition: "{% $kind = 'BOTH' %}", Next: 'At once' },
      ],
      Default: 'Wait',
    },
    Wait: { Type: 'Wait', Seconds: 60, Next: 'Ask' },
    'At once': {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Left',
          States: { Left: { Type: 'Pass', Next: 'Left end' }, 'Left end': { Type: 'Pass', End: true } },
        },
        { StartAt: 'Right', States: { Right: { Type: 'Succeed' } } },
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Help' }],
      Next: 'Done',
    },
    'All of them': {
      Type: 'Map',
      ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
      Next: 'Done',
    },
    Help: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', Next: 'Ask' },
    Lost: { Type: 'Fail', Error: 'Lost' },
    Done: { Type: 'Succeed' },
  },
} as const;

/** A chain whose every state may end early in the same place. */
export const withHub = {
  StartAt: 's0',
  States: {
    ...Object.fromEntries(
      [0, 1, 2, 3, 4].map((index) => [
        `s${index}`,
        {
          Type: 'Choice',
          Choices: [{ Condition: "{% $verdict = 'DONE' %}", Next: 'Over' }],
          Default: index === 4 ? 'Over' : `s${index + 1}`,
        },
      ]),
    ),
    Over: { Type: 'Succeed' },
  },
};
