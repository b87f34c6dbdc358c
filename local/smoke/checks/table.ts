import { DescribeContinuousBackupsCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { awsProblem } from '../../stage/problem.ts';
import { type Check, fail, pass } from '../check.ts';

const described = z.object({
  Table: z.object({
    TableStatus: z.string(),
    DeletionProtectionEnabled: z.boolean().default(false),
    GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string(), IndexStatus: z.string() })).default([]),
  }),
});

const backups = z.object({
  ContinuousBackupsDescription: z.object({
    PointInTimeRecoveryDescription: z.object({ PointInTimeRecoveryStatus: z.string() }).optional(),
  }),
});

export const tableStands: Check = {
  name: 'the table stands',
  does: 'describes the table and its backups',
  expects: 'ACTIVE with the indexes due and list, point-in-time recovery on; in live mode it refuses to be deleted',
  cleansUp: 'nothing was written',
  async run({ reaches }) {
    const TableName = String(reaches.environment.TABLE_NAME);
    const ask = async (command: object): Promise<unknown> =>
      reaches.clients.dynamodb.send(command).catch((error: unknown) => {
        throw awsProblem(error, `describe the table ${TableName}`);
      });
    const { Table } = described.parse(await ask(new DescribeTableCommand({ TableName })));
    const said = backups.parse(await ask(new DescribeContinuousBackupsCommand({ TableName })));
    const recovery = said.ContinuousBackupsDescription.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    const active = Table.GlobalSecondaryIndexes.filter(({ IndexStatus }) => IndexStatus === 'ACTIVE').map(
      ({ IndexName }) => IndexName,
    );
    const wrong = [
      ...(Table.TableStatus === 'ACTIVE' ? [] : [`it is ${Table.TableStatus}`]),
      ...['due', 'list'].filter((index) => !active.includes(index)).map((index) => `the index ${index} is not active`),
      ...(recovery === 'ENABLED' ? [] : ['point-in-time recovery is off']),
      ...(reaches.livemode && !Table.DeletionProtectionEnabled ? ['it can be deleted'] : []),
    ];
    return wrong.length > 0 ? fail(wrong.join('; ')) : pass('ACTIVE, both indexes, point-in-time recovery');
  },
};
