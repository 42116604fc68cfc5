import django.db.models.deletion
import django.db.models.manager
import renda.core.models.base
import reports.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0002_walls'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnnualReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=0, editable=False, verbose_name='修订次数')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='作废时间')),
                ('year', models.PositiveSmallIntegerField(validators=[reports.models.report_year], verbose_name='年度')),
                ('addressee', models.CharField(default='县人大常委会', max_length=60, verbose_name='主送')),
                ('preamble', models.TextField(blank=True, help_text='留空则用系统拟写的引言', verbose_name='引言')),
                ('closing', models.TextField(blank=True, verbose_name='结语')),
                ('office', models.CharField(blank=True, editable=False, max_length=100, verbose_name='发文机关')),
                ('title', models.CharField(blank=True, editable=False, max_length=100, verbose_name='标题')),
                ('status', models.CharField(choices=[('draft', '起草'), ('review', '审核'), ('issuing', '印发中'), ('issued', '已印发')], default='draft', editable=False, max_length=8, verbose_name='状态')),
                ('issued_on', models.DateField(blank=True, editable=False, null=True, verbose_name='印发日期')),
                ('issued_by', models.CharField(blank=True, editable=False, max_length=50, verbose_name='签发人')),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'verbose_name': '年度报告',
                'verbose_name_plural': '年度报告',
                'ordering': ['-year'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('township', 'year'), name='one_report_a_year', violation_error_code='year', violation_error_message='这一年度的报告已经有了'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'issued'), _negated=True), ('issued_on__isnull', False), _connector='OR'), name='issued_report_has_a_day', violation_error_message='印发须有日期')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('with_voided', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Build',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(choices=[('pdf', 'PDF'), ('docx', 'Word')], max_length=5, verbose_name='格式')),
                ('file', models.FileField(upload_to=reports.models.build_path, verbose_name='文件')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField(verbose_name='大小')),
                ('is_issued', models.BooleanField(default=False, verbose_name='印发稿')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='生成时间')),
                ('job', renda.core.models.base.OwnedKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.job')),
                ('report', renda.core.models.base.OwnedKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='builds', to='reports.annualreport', verbose_name='报告')),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'verbose_name': '报告文件',
                'verbose_name_plural': '报告文件',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['township', 'report', 'form'], name='build_of_report')],
                'constraints': [models.UniqueConstraint(fields=('township', 'job'), name='one_file_per_job')],
            },
        ),
        migrations.CreateModel(
            name='Chapter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=0, editable=False, verbose_name='修订次数')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='作废时间')),
                ('key', models.CharField(blank=True, editable=False, max_length=30, verbose_name='模板')),
                ('title', models.CharField(max_length=60, verbose_name='标题')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='顺序')),
                ('is_edited', models.BooleanField(default=False, editable=False, verbose_name='已改写')),
                ('text', models.TextField(blank=True, verbose_name='正文')),
                ('report', renda.core.models.base.OwnedKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='chapters', to='reports.annualreport', verbose_name='报告')),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'verbose_name': '章节',
                'verbose_name_plural': '章节',
                'ordering': ['order', 'pk'],
                'indexes': [models.Index(fields=['township', 'report', 'order'], name='chapter_of_report')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('township', 'report', 'key'), name='chapter_key_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('with_voided', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ConfirmedZero',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure', models.CharField(max_length=120, verbose_name='指标')),
                ('by', models.CharField(max_length=50, verbose_name='确认人')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('report', renda.core.models.base.OwnedKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='confirmed', to='reports.annualreport', verbose_name='报告')),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('township', 'report', 'figure'), name='zero_once')],
            },
        ),
        migrations.CreateModel(
            name='FrozenFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, verbose_name='指标')),
                ('label', models.CharField(max_length=200, verbose_name='名称')),
                ('kind', models.CharField(max_length=10)),
                ('unit', models.CharField(max_length=10, verbose_name='单位')),
                ('group', models.CharField(max_length=30, verbose_name='类别')),
                ('definition', models.TextField(verbose_name='统计口径')),
                ('law', models.CharField(blank=True, max_length=120, verbose_name='依据')),
                ('text', models.CharField(max_length=30, verbose_name='印发时的值')),
                ('value', models.DecimalField(decimal_places=1, max_digits=14, null=True)),
                ('previous', models.CharField(max_length=30, verbose_name='上年')),
                ('formula', models.CharField(max_length=300, verbose_name='算式')),
                ('source', models.CharField(max_length=80, verbose_name='数据来源')),
                ('amounts', models.JSONField(default=list, verbose_name='依据的记录')),
                ('items', models.JSONField(default=list)),
                ('series', models.JSONField(default=dict)),
                ('numerator', models.CharField(blank=True, max_length=120)),
                ('denominator', models.CharField(blank=True, max_length=120)),
                ('report', renda.core.models.base.OwnedKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='reports.annualreport', verbose_name='报告')),
                ('township', renda.core.models.base.OwnedKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.township', verbose_name='乡镇')),
            ],
            options={
                'verbose_name': '印发的数字',
                'verbose_name_plural': '印发的数字',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('township', 'report', 'key'), name='figure_once_per_report')],
            },
        ),
    ]
