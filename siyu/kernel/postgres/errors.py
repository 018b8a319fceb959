"""Why the embedded PostgreSQL may not come up, each with the way out."""

from siyu.kernel.errors import Refusal, Trouble


class FolderBusy(Refusal):
    code = "kernel.database_folder_busy"
    zh = "数据目录 {folder} 正由进程 {pid} 使用（{since} 开始，{said}）；请先停止它，或换一个目录。"
    en = (
        "The data folder {folder} is in use by process {pid} (since {since}, {said}); "
        "stop that one first or take another folder."
    )


class ServerForeign(Refusal):
    code = "kernel.database_server_foreign"
    zh = "进程 {pid} 是他人启动的 PostgreSQL，正在使用 {folder}；请先停止它。"
    en = "Process {pid} is a PostgreSQL that we did not start, at work on {folder}; stop it first."


class VersionForeign(Refusal):
    code = "kernel.database_version_foreign"
    zh = (
        "数据目录 {folder} 属于 PostgreSQL {found}，而当前程序是 {ours}；"
        "请用旧版本导出（siyu backup），再用新版本导入空目录（siyu restore）。"
    )
    en = (
        "The data folder {folder} was made by PostgreSQL {found} and these programs are {ours}; "
        "dump it with the old version (siyu backup) and restore into an empty folder with the "
        "new one (siyu restore)."
    )


class FolderForeign(Refusal):
    code = "kernel.database_folder_foreign"
    zh = "数据目录 {folder} 属于账号 {owner}；请用该账号或 root 启动。"
    en = "The data folder {folder} belongs to account {owner}; start as that account or as root."


class FolderClosed(Refusal):
    code = "kernel.database_folder_closed"
    zh = "账号 {account} 无法进入 {folder}，而其中已有数据；请把它移到该账号能进入的位置。"
    en = (
        "Account {account} can't enter {folder}, which already holds a database; "
        "move it to a place which that account can enter."
    )


class FolderLost(Refusal):
    code = "kernel.database_folder_lost"
    zh = "{folder} 指向 {target}，但那里已没有数据；请恢复那个目录，或删除这个链接后重新开始。"
    en = (
        "{folder} points to {target}, where nothing is left; "
        "bring that folder back, or remove the link to begin anew."
    )


class ProgramsMissing(Refusal):
    code = "kernel.database_programs_missing"
    zh = "在 {folder} 中没有找到可供账号 {account} 使用的 PostgreSQL 程序 {program}。"
    en = "There is no PostgreSQL program {program} in {folder} that account {account} could run."


class AccountMissing(Refusal):
    code = "kernel.database_account_missing"
    zh = (
        "PostgreSQL 不能以 root 运行，本机又没有账号 postgres 或 nobody；请新建一个 postgres 账号。"
    )
    en = (
        "PostgreSQL refuses to run as root and this machine has neither an account 'postgres' "
        "nor 'nobody'; create one named postgres."
    )


class SecretForeign(Refusal):
    code = "kernel.database_secret_foreign"
    zh = "数据目录 {folder} 是用另一个主密钥创建的；请恢复原来的主密钥。"
    en = "The data folder {folder} was made with another master secret; bring that secret back."


class NotRunning(Refusal):
    code = "kernel.database_not_running"
    zh = "数据目录 {folder} 上没有正在运行的数据库。"
    en = "No database runs on the data folder {folder}."


class InitFailed(Trouble):
    code = "kernel.database_init_failed"
    zh = "无法在 {folder} 创建数据库：{said}"
    en = "Could not create a database in {folder}: {said}"


class StartFailed(Trouble):
    code = "kernel.database_start_failed"
    zh = "数据库在 {folder} 启动失败：{said}"
    en = "The database on {folder} did not start: {said}"


class StartSlow(Trouble):
    code = "kernel.database_start_slow"
    zh = "等待 {seconds} 秒后，{folder} 上的数据库仍未就绪：{said}"
    en = "The database on {folder} was not ready after {seconds} s: {said}"


class StopFailed(Trouble):
    code = "kernel.database_stop_failed"
    zh = "进程 {pid} 在 {folder} 上的数据库没有停下来。"
    en = "The database of process {pid} on {folder} did not stop."


class DumpFailed(Trouble):
    code = "kernel.database_dump_failed"
    zh = "导出数据库失败：{said}"
    en = "The database could not be dumped: {said}"


class RestoreFailed(Trouble):
    code = "kernel.database_restore_failed"
    zh = "导入数据库失败，未改动任何内容：{said}"
    en = "The dump could not be restored, and nothing was changed: {said}"
