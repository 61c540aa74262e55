import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AttemptBudgetEntity } from './attempt-budget.entity.js';
import { AttemptBudgets } from './attempt-budgets.js';
import { KeptRequests } from './kept-requests.js';
import { Limits } from './limits.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AttemptBudgetEntity])],
  providers: [AttemptBudgets, KeptRequests, Limits],
  exports: [AttemptBudgets, KeptRequests, Limits],
})
export class ThrottlingModule {}
