@echo off
rem Starts Quire on the runtime beside it. See bin/quire for the reasons, launch\jvm.options for the flags.
setlocal
for %%I in ("%~dp0..") do set "home=%%~fI"
set JAVA_TOOL_OPTIONS=
set JDK_JAVA_OPTIONS=
set _JAVA_OPTIONS=

if not exist "%home%\manifest.txt" (
  echo quire: installation-incomplete: manifest.txt is missing in %home%; unpack the archive again 1>&2
  exit /b 2
)

set aot=
set made_for=
if exist "%home%\aot\quire.aot" (
  set /p made_for=<"%home%\aot\made-for"
)
if "%made_for%"=="%home%" set aot="-XX:AOTCache=%home%\aot\quire.aot"
rem A first heap without room for the cache's own objects ends the JVM.
if defined QUIRE_JAVA_OPTIONS (echo "%QUIRE_JAVA_OPTIONS%" | findstr /l /c:"-Xmn" /c:"-Xms" /c:"NewSize=" >nul && set aot=)
if defined QUIRE_AOT_RECORD set aot=-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining "-XX:AOTCacheOutput=%QUIRE_AOT_RECORD%"

rem SQL brings an engine that no server may load, and copies the graph into memory.
set sql=
if "%~1"=="sql" (
  set aot=
  set sql=-Xmx1g -p "%home%\lib;%home%\sql"
)

set sqlite=
if exist "%home%\native\sqlitejdbc.dll" (
  set sqlite=--enable-native-access=org.xerial.sqlitejdbc -Dorg.sqlite.lib.path="%home%\native" -Dorg.sqlite.lib.name=sqlitejdbc.dll
)

set inspection=
if exist "%home%\native\jnidispatch.dll" (
  set inspection=--enable-native-access=com.sun.jna -Djna.boot.library.path="%home%\native" -Djna.nosys=true -Djna.nounpack=true
)

set semantic=
if exist "%home%\semantic" (
  set semantic=--enable-native-access=com.microsoft.onnxruntime -Dquire.semantic="%home%\semantic"
)

"%home%\runtime\bin\java.exe" "@%home%\launch\jvm.options" -Dquire.home="%home%" %sqlite% %inspection% %semantic% %QUIRE_JAVA_OPTIONS% ^
  -p "%home%\lib" %sql% %aot% -m quire.cli/quire.cli.Main %*
