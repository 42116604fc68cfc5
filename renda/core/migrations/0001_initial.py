import uuid

import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import renda.core.models.base
import renda.core.models.records


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='County',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=50, unique=True, verbose_name='县（市、区）')),
                ('slug', models.SlugField(unique=True)),
            ],
            options={
                'verbose_name': '县（市、区）',
                'verbose_name_plural': '县（市、区）',
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='手机')),
                ('large_type', models.BooleanField(default=False, verbose_name='大字版')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='须修改初始密码')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': '账号',
                'verbose_name_plural': '账号',
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Township',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=50, verbose_name='乡镇')),
                ('slug', models.SlugField(unique=True)),
                ('population', models.PositiveIntegerField(default=0, verbose_name='人口')),
                ('office_phone', models.CharField(blank=True, max_length=30, verbose_name='人大办电话')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='townships', to='core.county', verbose_name='县（市、区）')),
            ],
            options={
                'verbose_name': '乡镇',
                'verbose_name_plural': '乡镇',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('county', 'name'), name='township_name_in_county')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=0, editable=False, verbose_name='修订次数')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='作废时间')),
                ('number', models.PositiveSmallIntegerField(verbose_name='届')),
                ('elected_on', models.DateField(blank=True, help_text='全部选区选出代表的日期；第一次会议的期限从这一天起算', null=True, verbose_name='代表选举完成日期')),
                ('starts_on', models.DateField(help_text='第一次会议开幕的日期，代表任期从这一天起算', verbose_name='起')),
                ('ends_on', models.DateField(blank=True, help_text='下一届第一次会议开幕的日期；没有换届的不填', null=True, verbose_name='止')),
                ('population', models.PositiveIntegerField(blank=True, help_text='确定代表名额时的人口数', null=True, verbose_name='人口数')),
                ('seats', models.PositiveSmallIntegerField(verbose_name='代表名额')),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'verbose_name': '届',
                'verbose_name_plural': '届',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('township', 'number'), name='term_number_once', violation_error_code='number', violation_error_message='已有这一届'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='term_ends_after_start', violation_error_code='ends_on', violation_error_message='届满日期应晚于起始日期'), models.CheckConstraint(condition=models.Q(('elected_on', None), ('elected_on__lte', models.F('starts_on')), _connector='OR'), name='term_starts_once_elected', violation_error_code='starts_on', violation_error_message='第一次会议不能早于代表选举完成日期')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('with_voided', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Robot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=500, verbose_name='地址')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='设置时间')),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'verbose_name': '群机器人',
                'verbose_name_plural': '群机器人',
                'constraints': [models.UniqueConstraint(fields=('township',), name='robot_once')],
            },
        ),
        migrations.CreateModel(
            name='OnceKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('url', models.CharField(max_length=300)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('township', 'key'), name='once_key_once')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='内容')),
                ('url', models.CharField(max_length=300)),
                ('key', models.CharField(blank=True, max_length=120)),
                ('about', models.CharField(blank=True, max_length=120)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('read_at', models.DateTimeField(null=True, verbose_name='已读')),
                ('next_try_at', models.DateTimeField(null=True)),
                ('mailed_at', models.DateTimeField(null=True, verbose_name='邮件送出')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='送出')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('to', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to=settings.AUTH_USER_MODEL)),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'verbose_name': '消息',
                'verbose_name_plural': '消息',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['township', 'to', 'read_at'], name='notification_inbox'), models.Index(condition=models.Q(('read_at', None)), fields=['township', 'about'], name='notification_unread_about'), models.Index(condition=models.Q(('sent_at', None)), fields=['township', 'sent_at'], name='notification_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('township', 'to', 'key'), name='notification_key_once')],
            },
        ),
        migrations.CreateModel(
            name='LocalRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, verbose_name='规则')),
                ('value', models.JSONField(verbose_name='本地值')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'verbose_name': '本地规则',
                'verbose_name_plural': '本地规则',
                'constraints': [models.UniqueConstraint(fields=('township', 'key'), name='local_rule_once')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='任务')),
                ('label', models.CharField(max_length=120, verbose_name='名称')),
                ('params', models.JSONField(default=dict)),
                ('key', models.CharField(blank=True, max_length=120)),
                ('status', models.CharField(choices=[('queued', '等待中'), ('running', '进行中'), ('done', '已完成'), ('failed', '未完成'), ('cancelled', '已取消')], default='queued', max_length=10)),
                ('percent', models.PositiveSmallIntegerField(default=0, verbose_name='进度')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('url', models.CharField(blank=True, max_length=300, verbose_name='结果')),
                ('claim', models.UUIDField(editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('leased_until', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'verbose_name': '后台任务',
                'verbose_name_plural': '后台任务',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('status__in', ['queued', 'running'])), fields=['township', 'status'], name='job_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['queued', 'running']), models.Q(('key', ''), _negated=True)), fields=('township', 'key'), name='job_key_open_once')],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('value', models.PositiveIntegerField(default=0)),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('township', 'name'), name='counter_once')],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='日期')),
                ('is_workday', models.BooleanField(verbose_name='上班')),
                ('note', models.CharField(blank=True, max_length=50, verbose_name='名称')),
                ('source', models.CharField(blank=True, max_length=100, verbose_name='依据')),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'verbose_name': '节假日调整',
                'verbose_name_plural': '节假日调整',
                'ordering': ['date'],
                'constraints': [models.UniqueConstraint(fields=('township', 'date'), name='calendar_day_once')],
            },
        ),
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField(default=0)),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('township',), name='audit_head_once')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField(verbose_name='序号')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('actor_name', models.CharField(max_length=80, verbose_name='操作人')),
                ('verb', models.CharField(max_length=80, verbose_name='动作')),
                ('model', models.CharField(max_length=80, verbose_name='对象类别')),
                ('object_id', models.PositiveBigIntegerField(null=True, verbose_name='对象编号')),
                ('label', models.CharField(max_length=200, verbose_name='对象')),
                ('detail', models.JSONField(default=dict, verbose_name='内容')),
                ('origin', models.CharField(blank=True, max_length=60, verbose_name='来源')),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'verbose_name': '操作记录',
                'verbose_name_plural': '操作记录',
                'ordering': ['-seq'],
                'indexes': [models.Index(fields=['township', 'model', 'object_id', 'seq'], name='audit_of_object'), models.Index(fields=['township', 'actor', 'seq'], name='audit_of_actor')],
                'constraints': [models.UniqueConstraint(fields=('township', 'seq'), name='audit_seq_once')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=0, editable=False, verbose_name='修订次数')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='作废时间')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('model', models.CharField(max_length=80)),
                ('object_id', models.PositiveBigIntegerField()),
                ('purpose', models.CharField(blank=True, max_length=20, verbose_name='用途')),
                ('file', models.FileField(upload_to=renda.core.models.records.stored_name, verbose_name='文件')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('mime', models.CharField(max_length=100, verbose_name='类型')),
                ('size', models.PositiveIntegerField(verbose_name='大小')),
                ('sha256', models.CharField(max_length=64)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'verbose_name': '附件',
                'verbose_name_plural': '附件',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['township', 'model', 'object_id'], name='attachment_of')],
                'constraints': [models.UniqueConstraint(fields=('township', 'uuid'), name='attachment_uuid_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('with_voided', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=0, editable=False, verbose_name='修订次数')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='作废时间')),
                ('name', models.CharField(max_length=60, verbose_name='单位名称')),
                ('short_name', models.CharField(blank=True, max_length=20, verbose_name='简称')),
                ('initials', models.CharField(blank=True, editable=False, max_length=30, verbose_name='拼音首字母')),
                ('letter_mark', models.CharField(blank=True, help_text='答复函文号里代表本单位的字，如“村建”；不填时取名称开头的字。', max_length=10, verbose_name='发文代字')),
                ('kind', models.CharField(choices=[('government', '乡镇政府'), ('office', '乡镇内设机构'), ('station', '驻乡镇站所'), ('bureau', '县级部门'), ('village', '村（社区）')], default='office', max_length=12, verbose_name='类别')),
                ('leader', models.CharField(blank=True, max_length=30, verbose_name='分管领导')),
                ('head', models.CharField(blank=True, max_length=30, verbose_name='负责人')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='联系电话')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'verbose_name': '单位',
                'verbose_name_plural': '单位',
                'ordering': ['kind', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('township', 'name'), name='unit_name_once', violation_error_message='已有同名单位'), models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('township', 'letter_mark'), name='unit_letter_mark_once', violation_error_code='letter_mark', violation_error_message='已有单位用这个发文代字，文号会混在一起，请换一个')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('with_voided', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('clerk', '人大办工作人员'), ('chair', '主席、副主席'), ('deputy', '人大代表'), ('handler', '承办单位经办人'), ('unit_head', '承办单位负责人'), ('gov_office', '政府办'), ('county', '县人大'), ('admin', '系统管理员')], max_length=10, verbose_name='角色')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('township', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='core.township', verbose_name='乡镇')),
                ('unit', renda.core.models.base.OwnedKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='单位')),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='解除时间')),
            ],
            options={
                'verbose_name': '任职',
                'verbose_name_plural': '任职',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None), ('unit', None)), fields=('township', 'user', 'role'), name='membership_once'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('unit__isnull', False)), fields=('township', 'user', 'role', 'unit'), name='unit_membership_once'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['handler', 'unit_head']), ('unit__isnull', False)), models.Q(models.Q(('role__in', ['handler', 'unit_head']), _negated=True), ('unit__isnull', True)), _connector='OR'), name='unit_roles_have_a_unit', violation_error_message='承办单位的账号须选单位，其他角色不选')],
            },
        ),
    ]
